package ai.miniai.tensor;

import ai.miniai.kernels.loss.ElementLoss;
import org.apiguardian.api.API;

/**
 * Losses of each pair of elements of predictions and targets of one shape, and their sums, in one
 * pass over memory. They are differentiable with respect to both.
 */
@API(status = API.Status.INTERNAL)
public final class ElementwiseLoss {
  private final ElementLoss loss;
  private final double parameter;

  private ElementwiseLoss(ElementLoss loss, double parameter) {
    this.loss = loss;
    this.parameter = parameter;
  }

  private ElementwiseLoss(ElementLoss loss) {
    this(loss, 0);
  }

  /** (x − y)². */
  public static ElementwiseLoss squared() {
    return new ElementwiseLoss(ElementLoss.SQUARED);
  }

  /** |x − y|. */
  public static ElementwiseLoss absolute() {
    return new ElementwiseLoss(ElementLoss.ABSOLUTE);
  }

  /** d² / 2 where d = |x − y| is below {@code delta}, else delta · (d − delta / 2). */
  public static ElementwiseLoss huber(double delta) {
    return new ElementwiseLoss(ElementLoss.HUBER, delta);
  }

  /**
   * −(y · log x + (1 − y) · log(1 − x)) for x and y in [0, 1], with logarithms of at least −100, as
   * in PyTorch.
   */
  public static ElementwiseLoss binaryCrossEntropy() {
    return new ElementwiseLoss(ElementLoss.BINARY_CROSS_ENTROPY);
  }

  /** The same for the sigmoid of x, without its rounding. */
  public static ElementwiseLoss binaryCrossEntropyWithLogits() {
    return new ElementwiseLoss(ElementLoss.BINARY_CROSS_ENTROPY_WITH_LOGITS);
  }

  /** y · (log y − x), which is 0 where y is 0 and NaN where it is negative. */
  public static ElementwiseLoss klDivergence() {
    return new ElementwiseLoss(ElementLoss.KL_DIVERGENCE);
  }

  /** exp(y) · (y − x). */
  public static ElementwiseLoss klDivergenceOfLogarithms() {
    return new ElementwiseLoss(ElementLoss.KL_DIVERGENCE_OF_LOGARITHMS);
  }

  /**
   * The losses, in the shape of x and y. At least one of both is floating point, none is boolean.
   */
  public Tensor each(Tensor x, Tensor y) {
    return apply(ElementLossOp.each(loss, parameter), x, y);
  }

  /** {@code factor} times the sum of the losses, a scalar. */
  public Tensor sum(double factor, Tensor x, Tensor y) {
    return apply(ElementLossOp.sum(loss, parameter, factor), x, y);
  }

  private static Tensor apply(Operation op, Tensor x, Tensor y) {
    Promotion.checkNumbers("a loss", y);
    return Promotion.arithmetic(op, x, y);
  }
}
