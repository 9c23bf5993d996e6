package ai.miniai.loss;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The binary cross-entropy of logits x against targets y in [0, 1] of the same shape and any type:
 * −w · (posWeight · y · log σ(x) + (1 − y) · log σ(−x)), with the sigmoid function σ; finite for
 * all finite logits. PyTorch's {@code BCEWithLogitsLoss}. Instances are immutable: each option
 * returns a new loss.
 */
public final class BCEWithLogitsLoss implements LossFunction {
  private static final String NAME = "binaryCrossEntropyWithLogits";

  private final @Nullable Tensor weight;
  private final @Nullable Tensor posWeight;
  private final Reduction reduction;

  /** Without weights, with the mean. */
  public BCEWithLogitsLoss() {
    this(null, null, Reduction.MEAN);
  }

  private BCEWithLogitsLoss(
      @Nullable Tensor weight, @Nullable Tensor posWeight, Reduction reduction) {
    this.weight = weight;
    this.posWeight = posWeight;
    this.reduction = reduction;
  }

  /** With losses multiplied by these values, which broadcast to the shape of the predictions. */
  public BCEWithLogitsLoss weight(Tensor factors) {
    return new BCEWithLogitsLoss(factors.detach(), posWeight, reduction);
  }

  /**
   * With these factors for positive targets, which broadcast to the shape of the predictions: for
   * instance the number of negative items per positive one, of each class.
   */
  public BCEWithLogitsLoss posWeight(Tensor factors) {
    return new BCEWithLogitsLoss(weight, factors.detach(), reduction);
  }

  /** With another reduction; with NONE, the result has the shape of the predictions. */
  public BCEWithLogitsLoss reduction(Reduction kind) {
    return new BCEWithLogitsLoss(weight, posWeight, kind);
  }

  /**
   * The loss.
   *
   * @throws IllegalArgumentException if the shapes differ, or a target is outside [0, 1] (not
   *     checked on a GPU)
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    LossChecks.alike(NAME, predictions, target);
    LossChecks.unitInterval(NAME, "targets", target, "they are the probability of class 1");
    ElementwiseLoss loss = ElementwiseLoss.binaryCrossEntropyWithLogits();
    Tensor factors = posWeight;
    if (factors == null) {
      return BCELoss.of(loss, predictions, target.to(predictions.dataType()), weight, reduction);
    }
    LossChecks.weight(NAME, "posWeight", factors, predictions);
    return LossOps.wide(
        predictions,
        x -> {
          Tensor y = target.to(x.dataType());
          Tensor zeros = Tensor.zeros(x.shape()).to(x.dataType());
          Tensor positive = loss.each(x, zeros.plus(1L)).times(y).times(factors.to(x.dataType()));
          Tensor losses = positive.plus(loss.each(x, zeros).times(y.neg().plus(1L)));
          return reduction.of(weight == null ? losses : BCELoss.weighted(losses, weight));
        });
  }
}
