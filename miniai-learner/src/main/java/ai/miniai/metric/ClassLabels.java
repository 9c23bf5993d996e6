package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.ClassIndices;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The classes of a batch as integers, with the checks of cross-entropy. */
final class ClassLabels {
  private ClassLabels() {}

  /**
   * The classes of the targets, int64 [batch].
   *
   * @param scores floating point [batch, classes], two classes or more
   * @param target integers [batch], or one-hot or probabilities [batch, classes] of any type, of
   *     which the largest counts
   * @throws IllegalArgumentException if shapes or types are others, a label is out of range, or a
   *     one-hot row is all 0
   */
  static INDArray of(Tensor scores, Tensor target) {
    checkArgument(
        scores.rank() == 2
            && (target.rank() == 1
                ? target.size(0) == scores.size(0)
                : Arrays.equals(target.shape(), scores.shape())),
        "expected scores [batch, classes] and labels [batch] or one-hot [batch, classes], not %s and"
            + " %s",
        Arrays.toString(scores.shape()),
        Arrays.toString(target.shape()));
    checkArgument(
        scores.size(1) > 1,
        "scores %s are of one class: there is nothing to choose from (a single output for two"
            + " classes says nothing of the largest: make it two outputs)",
        Arrays.toString(scores.shape()));
    checkArgument(
        scores.dataType().isFPType(),
        "expected scores in floating point, not %s: are scores and targets swapped?",
        scores.dataType());
    INDArray labels = target.rank() == 1 ? numbers(target) : hot(target);
    ClassIndices.check(Tensor.wrap(labels), scores.size(1));
    return labels;
  }

  private static INDArray numbers(Tensor target) {
    DataType type = target.dataType();
    checkArgument(
        type.isIntType() || type == DataType.BOOL,
        "expected labels [batch] in whole numbers (int64), not %s: convert them with"
            + " to(DataType.INT64), or is this a regression?",
        type);
    return target.array().castTo(DataType.INT64); // no copy if it already is
  }

  private static INDArray hot(Tensor target) {
    Tensor shares = target.dataType().isFPType() ? target : target.to(DataType.FLOAT);
    if (Nd4j.getEnvironment().isCPU() && shares.length() > 0) { // on a card it would have to wait
      INDArray named = shares.array().max(1).gt(0).castTo(DataType.INT64);
      checkArgument(
          named.sumNumber().longValue() == shares.size(0),
          "%s of %s one-hot rows name no class: they have no number above 0, or are NaN",
          shares.size(0) - named.sumNumber().longValue(),
          shares.size(0));
    }
    return ClassIndices.best(shares).array();
  }

  /** The classes with the largest scores, int64 [batch]; {@code NONE} where a score is NaN. */
  static INDArray best(Tensor scores) {
    return ClassIndices.best(scores).array();
  }
}
