package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The portable kernels, and what plain Java does faster where it can read the arrays' memory. */
final class CpuKernels extends PortableKernels {
  @Override
  public INDArray distribution(INDArray x, Bins bins) {
    return CpuDistribution.of(x, bins);
  }
}
