package ai.miniai.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Mean and population variance (divided by n) of each channel, both [channels]. */
public record Moments(INDArray mean, INDArray variance) {}
