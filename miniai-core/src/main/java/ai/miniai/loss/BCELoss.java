package ai.miniai.loss;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The binary cross-entropy of probabilities p against targets y in [0, 1] of the same shape and any
 * type: −w · (y · log p + (1 − y) · log(1 − p)), with logarithms of at least −100. PyTorch's {@code
 * BCELoss}. {@link BCEWithLogitsLoss} takes logits, is more accurate, and should be preferred.
 * Instances are immutable: each option returns a new loss.
 */
public final class BCELoss implements LossFunction {
  private static final String NAME = "binaryCrossEntropy";

  private final @Nullable Tensor weight;
  private final Reduction reduction;

  /** Without weights, with the mean. */
  public BCELoss() {
    this(null, Reduction.MEAN);
  }

  private BCELoss(@Nullable Tensor weight, Reduction reduction) {
    this.weight = weight;
    this.reduction = reduction;
  }

  /** With losses multiplied by these values, which broadcast to the shape of the predictions. */
  public BCELoss weight(Tensor factors) {
    return new BCELoss(factors.detach(), reduction);
  }

  /** With another reduction; with NONE, the result has the shape of the predictions. */
  public BCELoss reduction(Reduction kind) {
    return new BCELoss(weight, kind);
  }

  /**
   * The loss. NaN gives NaN.
   *
   * @throws IllegalArgumentException if the shapes differ, or a prediction or target is outside [0,
   *     1] (not checked on a GPU)
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    LossChecks.alike(NAME, predictions, target);
    LossChecks.unitInterval(
        NAME,
        "probabilities",
        predictions,
        "binaryCrossEntropyWithLogits takes logits, or apply sigmoid() first");
    LossChecks.unitInterval(NAME, "targets", target, "they are the probability of class 1");
    return of(
        ElementwiseLoss.binaryCrossEntropy(),
        predictions,
        target.to(predictions.dataType()),
        weight,
        reduction);
  }

  static Tensor of(
      ElementwiseLoss loss,
      Tensor predictions,
      Tensor target,
      @Nullable Tensor weight,
      Reduction reduction) {
    return weight == null
        ? reduction.of(loss, predictions, target)
        : LossOps.wide(
            predictions,
            x -> reduction.of(weighted(loss.each(x, target.to(x.dataType())), weight)));
  }

  static Tensor weighted(Tensor losses, Tensor weight) {
    LossChecks.weight(NAME, "weight", weight, losses);
    return losses.times(weight.to(losses.dataType()));
  }
}
