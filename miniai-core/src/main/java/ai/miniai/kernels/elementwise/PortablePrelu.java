package ai.miniai.kernels.elementwise;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import ai.miniai.array.Summation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x where positive, weight · x elsewhere, and its gradients, of rows [rows, channels] with a weight
 * for each channel, with ND4J's operations.
 */
public final class PortablePrelu {
  private PortablePrelu() {}

  /** Writes PReLU of {@code x} to {@code out}. */
  public static void apply(INDArray x, INDArray weight, INDArray out) {
    INDArray positive = PortableFunctions.positive(x);
    Mask.keep(positive.rsub(1), times(x, weight), out);
    INDArray kept = Layout.emptyLike(x);
    Mask.keep(positive, x, kept);
    out.addi(kept);
  }

  /** Writes the gradient of {@code x} to {@code out}, and returns that of the weight. */
  public static INDArray differentiate(
      INDArray x, INDArray gradient, INDArray weight, INDArray out) {
    INDArray positive = PortableFunctions.positive(x);
    INDArray others = positive.rsub(1);
    INDArray below = Layout.emptyLike(x);
    Mask.keep(others, x.mul(gradient), below);
    INDArray slopes = times(Layout.full(x.dataType(), 1, x.shape()), weight);
    Mask.keep(others, slopes, slopes);
    gradient.muli(slopes.addi(positive), out);
    return Layout.contiguous(Summation.over(below, 0));
  }

  private static INDArray times(INDArray x, INDArray weight) {
    return Broadcast.apply("multiply", x, Layout.reshape(weight, 1, weight.length()));
  }
}
