package ai.miniai.loss;

import ai.miniai.tensor.ClassIndices;
import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The negative log-likelihood: −w[label] · x[label] of log-probabilities x [batch, classes,
 * ...places], such as those of {@link Tensor#logSoftmax}, and labels [batch, ...places] (integers).
 * The mean is Σ losses / Σ w[label] over the labels that are not ignored. PyTorch's {@code
 * NLLLoss}. Instances are immutable: each option returns a new loss.
 */
public final class NLLLoss implements LossFunction {
  private static final String NAME = "nll";

  private final @Nullable Tensor weight;
  private final long ignoreIndex;
  private final Reduction reduction;

  /** Without weights, ignoring {@link CrossEntropyLoss#IGNORE_INDEX}, with the mean. */
  public NLLLoss() {
    this(null, CrossEntropyLoss.IGNORE_INDEX, Reduction.MEAN);
  }

  private NLLLoss(@Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
    this.weight = weight;
    this.ignoreIndex = ignoreIndex;
    this.reduction = reduction;
  }

  /** With a weight for each class, [classes]. */
  public NLLLoss weight(Tensor perClass) {
    return new NLLLoss(perClass.detach(), ignoreIndex, reduction);
  }

  /** Ignoring the items and places with this label. */
  public NLLLoss ignoreIndex(long label) {
    return new NLLLoss(weight, label, reduction);
  }

  /** With another reduction; with NONE, the result is [batch, ...places]. */
  public NLLLoss reduction(Reduction kind) {
    return new NLLLoss(weight, ignoreIndex, kind);
  }

  /**
   * The loss.
   *
   * @throws IllegalArgumentException if shapes or types are others, or a label is neither a class
   *     nor ignored (not checked on a GPU)
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    ClassTargets.check(NAME, predictions, target);
    ClassTargets.checkWeight(NAME, weight, predictions);
    return LossOps.wide(
        predictions,
        x -> {
          Tensor scores = ClassTargets.rows(x);
          Tensor flat = LossOps.flatLabels(target);
          if (weight == null && keepsAll(flat, scores.size(1))) {
            return switch (reduction) {
              case NONE -> LossOps.pick(scores, flat).neg().reshape(target.shape());
              case SUM -> LossOps.sumAt(scores, flat, -1);
              case MEAN -> LossOps.sumAt(scores, flat, -1.0 / flat.length());
            };
          }
          ClassTargets labels = new ClassTargets(scores, target, ignoreIndex, weight);
          return labels.reduce(reduction, labels.negative(scores), target.shape());
        });
  }

  /** Whether all labels are known to be classes, and none is ignored. */
  private boolean keepsAll(Tensor labels, long classes) {
    return ClassIndices.areValid(labels, classes)
        && (ignoreIndex < 0 || ignoreIndex >= classes || LossOps.lacks(labels, ignoreIndex));
  }
}
