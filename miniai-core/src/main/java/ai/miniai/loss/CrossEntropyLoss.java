package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy of logits [batch, classes, ...places] against labels [batch, ...places]
 * (integers) or class probabilities of the same shape as the logits: −Σ w[c] · p[c] · log
 * softmax(logits)[c], where a label is a probability of 1. PyTorch's {@code CrossEntropyLoss}.
 *
 * <p>The mean for labels is Σ losses / Σ w[label] over the labels that are not ignored, NaN if
 * there are none. For probabilities it is the sum divided by batch · places. Instances are
 * immutable: each option returns a new loss.
 *
 * @see Losses#crossEntropy
 */
public final class CrossEntropyLoss implements LossFunction {
  /** Labels of this value are ignored, unless {@link #ignoreIndex} says otherwise. */
  public static final long IGNORE_INDEX = -100;

  private static final String NAME = "cross-entropy";

  private final @Nullable Tensor weight;
  private final long ignoreIndex;
  private final double labelSmoothing;
  private final Reduction reduction;

  /** Without weights and smoothing, ignoring {@link #IGNORE_INDEX}, with the mean. */
  public CrossEntropyLoss() {
    this(null, IGNORE_INDEX, 0, Reduction.MEAN);
  }

  private CrossEntropyLoss(
      @Nullable Tensor weight, long ignoreIndex, double labelSmoothing, Reduction reduction) {
    this.weight = weight;
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
    this.reduction = reduction;
  }

  /** With a weight for each class, [classes]. */
  public CrossEntropyLoss weight(Tensor perClass) {
    return new CrossEntropyLoss(perClass.detach(), ignoreIndex, labelSmoothing, reduction);
  }

  /** Ignoring the items and places with this label. For labels only, not for probabilities. */
  public CrossEntropyLoss ignoreIndex(long label) {
    return new CrossEntropyLoss(weight, label, labelSmoothing, reduction);
  }

  /** With targets that are a mixture of (1 − amount) · target and amount / classes; from 0 to 1. */
  public CrossEntropyLoss labelSmoothing(double amount) {
    checkArgument(amount >= 0 && amount <= 1, "label smoothing is between 0 and 1, not %s", amount);
    return new CrossEntropyLoss(weight, ignoreIndex, amount, reduction);
  }

  /** With another reduction; with NONE, the result is [batch, ...places]. */
  public CrossEntropyLoss reduction(Reduction kind) {
    return new CrossEntropyLoss(weight, ignoreIndex, labelSmoothing, kind);
  }

  /**
   * The loss.
   *
   * @throws IllegalArgumentException if shapes or types are others, or a label is neither a class
   *     nor ignored (not checked on a GPU)
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    boolean plain = isPlain() && (hasProbabilities(target) || hasAll(target));
    if (plain && predictions.rank() < 3) {
      return predictions.crossEntropy(target);
    }
    if (hasProbabilities(target)) {
      checkProbabilities(predictions, target);
    } else {
      ClassTargets.check(NAME, predictions, target);
    }
    ClassTargets.checkWeight(NAME, weight, predictions);
    if (plain && !hasProbabilities(target)) {
      return ClassTargets.rows(predictions).crossEntropy(LossOps.flatLabels(target));
    }
    return LossOps.wide(
        predictions,
        logits -> {
          Tensor scores = ClassTargets.rows(logits).logSoftmax(-1);
          return hasProbabilities(target)
              ? ofProbabilities(scores, ClassTargets.rows(target), ClassTargets.places(logits))
              : ofLabels(scores, target);
        });
  }

  private boolean isPlain() {
    return weight == null && labelSmoothing == 0 && reduction == Reduction.MEAN;
  }

  private static boolean hasProbabilities(Tensor target) {
    return target.dataType().isFPType();
  }

  /** Whether no label is ignored, as far as this is known. */
  private boolean hasAll(Tensor target) {
    return !target.dataType().isIntType() || LossOps.lacks(target, ignoreIndex);
  }

  private void checkProbabilities(Tensor logits, Tensor target) {
    LossChecks.floating(NAME, logits);
    checkArgument(
        logits.rank() >= 2 && Arrays.equals(logits.shape(), target.shape()),
        "cross-entropy wants logits [batch, classes, ...places] and labels [batch, ...places]"
            + " (int64), or probabilities of the shape of the logits; given logits %s and"
            + " probabilities %s",
        Arrays.toString(logits.shape()),
        Arrays.toString(target.shape()));
    checkArgument(
        ignoreIndex < 0,
        "ignoreIndex %s is for labels, but the targets are probabilities %s",
        ignoreIndex,
        Arrays.toString(target.shape()));
  }

  private Tensor ofLabels(Tensor scores, Tensor target) {
    ClassTargets labels = new ClassTargets(scores, target, ignoreIndex, weight);
    Tensor losses = labels.negative(scores);
    if (labelSmoothing > 0) {
      Tensor others = labels.keep(weighted(scores).sum(1).neg());
      losses = losses.times(1 - labelSmoothing).plus(others.times(labelSmoothing / scores.size(1)));
    }
    return labels.reduce(reduction, losses, target.shape());
  }

  private Tensor ofProbabilities(Tensor scores, Tensor target, long... places) {
    Tensor smooth =
        labelSmoothing == 0
            ? target
            : target.times(1 - labelSmoothing).plus(labelSmoothing / scores.size(1));
    Tensor losses = weighted(scores).times(smooth.to(scores.dataType())).sum(1).neg();
    return reduction.of(losses.reshape(places));
  }

  private Tensor weighted(Tensor scores) {
    Tensor byClass = weight;
    return byClass == null ? scores : scores.times(byClass.to(scores.dataType()));
  }
}
