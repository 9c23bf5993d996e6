package ai.miniai.kernels.recurrent;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a recurrent layer.
 *
 * @param inputs with respect to what the inputs contribute to the gates [batch, time, gates ·
 *     hidden]
 * @param hidden with respect to what h contributes to them; the same array unless {@link
 *     RecurrentCell#splitsSums}
 * @param start with respect to the state before the first step
 */
public record RecurrentGradients(INDArray inputs, INDArray hidden, RecurrentState start) {}
