package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.Tensor;

/**
 * d² / 2 where the distance d = |prediction − target| is below delta, else delta · (d − delta / 2),
 * for two tensors of the same shape. PyTorch's {@code HuberLoss}. Instances are immutable: each
 * option returns a new loss.
 */
public final class HuberLoss implements LossFunction {
  private final double delta;
  private final Reduction reduction;

  /** With a delta of 1 and the mean. */
  public HuberLoss() {
    this(1, Reduction.MEAN);
  }

  private HuberLoss(double delta, Reduction reduction) {
    this.delta = delta;
    this.reduction = reduction;
  }

  /** With another delta, above 0. */
  public HuberLoss delta(double value) {
    checkArgument(value > 0, "delta is above 0, not %s", value);
    return new HuberLoss(value, reduction);
  }

  /** With another reduction; with NONE, the result has the shape of the predictions. */
  public HuberLoss reduction(Reduction kind) {
    return new HuberLoss(delta, kind);
  }

  /**
   * The loss.
   *
   * @throws IllegalArgumentException if the shapes differ, or the predictions are not floating
   *     point
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    LossChecks.alike("huber", predictions, target);
    return reduction.of(ElementwiseLoss.huber(delta), predictions, target);
  }
}
