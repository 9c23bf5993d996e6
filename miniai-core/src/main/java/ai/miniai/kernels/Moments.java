package ai.miniai.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Mean and population variance (divided by n) of each channel or group, both vectors. */
public record Moments(INDArray mean, INDArray variance) {}
