package ai.miniai.loss;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.Tensor;

/** (prediction − target)², for two tensors of the same shape. PyTorch's {@code MSELoss}. */
public final class MSELoss implements LossFunction {
  private final Reduction reduction;

  /** With the mean. */
  public MSELoss() {
    this(Reduction.MEAN);
  }

  private MSELoss(Reduction reduction) {
    this.reduction = reduction;
  }

  /** With another reduction; with NONE, the result has the shape of the predictions. */
  public MSELoss reduction(Reduction kind) {
    return new MSELoss(kind);
  }

  /**
   * The loss.
   *
   * @throws IllegalArgumentException if the shapes differ, or the predictions are not floating
   *     point
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    LossChecks.alike("mse", predictions, target);
    return reduction.of(ElementwiseLoss.squared(), predictions, target);
  }
}
