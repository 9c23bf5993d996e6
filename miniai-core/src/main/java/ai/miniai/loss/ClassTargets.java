package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.ClassIndices;
import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Class labels for rows of scores [n, classes], of which some are ignored, and a weight for each
 * class.
 */
final class ClassTargets {
  private final Tensor labels;
  private final Tensor kept;
  private final @Nullable Tensor weights;

  /** {@code scores}: [n, classes]; {@code labels}: n integers in any shape. */
  ClassTargets(Tensor scores, Tensor labels, long ignored, @Nullable Tensor classWeights) {
    Tensor flat = LossOps.flatLabels(labels);
    Tensor mask = LossOps.equal(flat, ignored, flat.dataType()).neg().plus(1L);
    this.labels = flat.times(mask);
    ClassIndices.check(this.labels, scores.size(1));
    kept = mask.to(scores.dataType());
    weights = classWeights;
  }

  /** [batch, classes, ...places] as rows [batch · places, classes]. */
  static Tensor rows(Tensor x) {
    if (x.rank() == 2) {
      return x;
    }
    int[] order = IntStream.range(0, x.rank()).map(i -> i == 0 ? 0 : i + 1).toArray();
    order[x.rank() - 1] = 1;
    return x.permute(order).reshape(x.length() / Math.max(1, x.size(1)), x.size(1));
  }

  /**
   * Throws unless {@code labels} are integers [batch, ...places] for [batch, classes, ...places].
   */
  static void check(String loss, Tensor scores, Tensor labels) {
    LossChecks.floating(loss, scores);
    long[] shape = scores.shape();
    boolean fits =
        scores.rank() >= 2
            && labels.dataType().isIntType()
            && Arrays.equals(labels.shape(), places(scores));
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "%s wants scores [batch, classes, ...places] and labels [batch, ...places] (int64);"
                  + " given scores %s and labels %s %s",
              loss, Arrays.toString(shape), labels.dataType(), Arrays.toString(labels.shape())));
    }
  }

  /** [batch, ...places] of [batch, classes, ...places]. */
  static long[] places(Tensor scores) {
    return IntStream.range(0, scores.rank()).filter(i -> i != 1).mapToLong(scores::size).toArray();
  }

  /** Throws unless there is a weight for each class. */
  static void checkWeight(String loss, @Nullable Tensor weight, Tensor scores) {
    checkArgument(
        weight == null || (weight.rank() == 1 && weight.size(0) == scores.size(1)),
        "%s wants a weight [classes] for each of %s classes, not %s",
        loss,
        scores.size(1),
        weight == null ? "none" : Arrays.toString(weight.shape()));
  }

  /** −scores[i, labels[i]] · weight of the label, and 0 where ignored: [n]. */
  Tensor negative(Tensor scores) {
    Tensor picked = LossOps.pick(scores, labels).neg();
    return keep(weights == null ? picked : picked.times(labelWeights(weights, scores)));
  }

  /** {@code x} [n], and 0 where ignored. */
  Tensor keep(Tensor x) {
    return LossOps.keep(kept, x);
  }

  /** Reduces the losses [n]; MEAN divides by the weights of the labels that are not ignored. */
  Tensor reduce(Reduction reduction, Tensor losses, long... places) {
    return switch (reduction) {
      case NONE -> losses.reshape(places);
      case SUM -> losses.sum();
      case MEAN ->
          losses.sum().div((weights == null ? kept : keep(labelWeights(weights, losses))).sum());
    };
  }

  private Tensor labelWeights(Tensor byClass, Tensor like) {
    Tensor column = byClass.to(like.dataType()).reshape(byClass.length(), 1);
    return labels.embedding(column).reshape(labels.length());
  }
}
