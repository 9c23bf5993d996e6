package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.Tensor;

/**
 * d² / (2 · beta) where the distance d = |prediction − target| is below beta, else d − beta / 2,
 * for two tensors of the same shape. PyTorch's {@code SmoothL1Loss}. Instances are immutable: each
 * option returns a new loss.
 */
public final class SmoothL1Loss implements LossFunction {
  private final double beta;
  private final Reduction reduction;

  /** With a beta of 1 and the mean. */
  public SmoothL1Loss() {
    this(1, Reduction.MEAN);
  }

  private SmoothL1Loss(double beta, Reduction reduction) {
    this.beta = beta;
    this.reduction = reduction;
  }

  /** With another beta, 0 (the L1 loss) or more. */
  public SmoothL1Loss beta(double value) {
    checkArgument(value >= 0, "beta is 0 (the L1 loss) or more, not %s", value);
    return new SmoothL1Loss(value, reduction);
  }

  /** With another reduction; with NONE, the result has the shape of the predictions. */
  public SmoothL1Loss reduction(Reduction kind) {
    return new SmoothL1Loss(beta, kind);
  }

  /**
   * The loss.
   *
   * @throws IllegalArgumentException if the shapes differ, or the predictions are not floating
   *     point
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    LossChecks.alike("smoothL1", predictions, target);
    return beta == 0
        ? reduction.of(ElementwiseLoss.absolute(), predictions, target)
        : reduction.of(ElementwiseLoss.huber(beta), 1 / beta, predictions, target);
  }
}
