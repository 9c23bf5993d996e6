package ai.miniai.loss;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.Tensor;

/** |prediction − target|, for two tensors of the same shape. PyTorch's {@code L1Loss}. */
public final class L1Loss implements LossFunction {
  private final Reduction reduction;

  /** With the mean. */
  public L1Loss() {
    this(Reduction.MEAN);
  }

  private L1Loss(Reduction reduction) {
    this.reduction = reduction;
  }

  /** With another reduction; with NONE, the result has the shape of the predictions. */
  public L1Loss reduction(Reduction kind) {
    return new L1Loss(kind);
  }

  /**
   * The loss.
   *
   * @throws IllegalArgumentException if the shapes differ, or the predictions are not floating
   *     point
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    LossChecks.alike("l1", predictions, target);
    return reduction.of(ElementwiseLoss.absolute(), predictions, target);
  }
}
