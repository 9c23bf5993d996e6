package ai.miniai.kernels.softmax;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Softmax and its logarithm along one dimension, with the largest value subtracted first. ND4J's
 * own softmax is wrong for some float32 shapes along any dimension except the last, and its log
 * softmax takes the logarithm of values that have underflowed to 0.
 */
public final class PortableSoftmax {
  private PortableSoftmax() {}

  /** exp(x), scaled to sum to 1. */
  public static INDArray softmax(INDArray x, int dim) {
    INDArray shifted = shifted(x, dim);
    INDArray powers = Nd4j.exec(new Exp(shifted, shifted));
    return Broadcast.apply("divide", powers, powers.sum(true, dim));
  }

  /** The logarithm of {@link #softmax}. */
  public static INDArray logSoftmax(INDArray x, int dim) {
    INDArray shifted = shifted(x, dim);
    return Broadcast.apply("subtract", shifted, logSums(shifted, dim));
  }

  /** y · (g − Σ g · y), given y = softmax(x). */
  public static INDArray softmaxBackward(INDArray y, INDArray gradient, int dim) {
    INDArray weighted = gradient.mul(y);
    INDArray sum = weighted.sum(true, dim);
    return weighted.subi(Broadcast.apply("multiply", y, sum));
  }

  /** g − exp(y) · Σ g, given y = logSoftmax(x). */
  public static INDArray logSoftmaxBackward(INDArray y, INDArray gradient, int dim) {
    INDArray probabilities = Nd4j.exec(new Exp(y, Layout.emptyLike(y)));
    return gradient.sub(Broadcast.apply("multiply", probabilities, gradient.sum(true, dim)));
  }

  /** log Σ exp(x) along {@code dim}, which keeps size 1. */
  static INDArray logSums(INDArray x, int dim) {
    INDArray sum = Nd4j.exec(new Exp(x, Layout.emptyLike(x))).sum(true, dim);
    return Nd4j.exec(new Log(sum, sum));
  }

  /** {@code x} minus the largest value along {@code dim}, row-major. */
  static INDArray shifted(INDArray x, int dim) {
    INDArray contiguous = Layout.contiguous(x);
    return Broadcast.apply("subtract", contiguous, contiguous.max(true, dim));
  }
}
