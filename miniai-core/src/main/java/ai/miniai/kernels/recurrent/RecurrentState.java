package ai.miniai.kernels.recurrent;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of a cell between two steps, or its gradient: h and c [batch, hidden]; c is null unless
 * {@link RecurrentCell#hasMemory}.
 */
public record RecurrentState(INDArray h, @Nullable INDArray c) {}
