package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Mean and population variance (divided by n) of each channel, [channels]. */
record Moments(INDArray mean, INDArray variance) {}
