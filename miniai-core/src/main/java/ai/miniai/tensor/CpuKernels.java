package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The portable kernels, and what plain Java does better where it can read the arrays' memory. */
class CpuKernels extends PortableKernels {
  @Override
  public INDArray distribution(INDArray x, Bins bins) {
    return CpuDistribution.of(x, bins);
  }

  /** Checks the labels first: ND4J takes some wrong ones without a word. */
  @Override
  public INDArray crossEntropy(INDArray logits, INDArray labels) {
    for (long i = 0; i < labels.length(); i++) {
      CrossEntropy.checkLabel(labels.getLong(i), i, logits.size(1));
    }
    return super.crossEntropy(logits, labels);
  }
}
