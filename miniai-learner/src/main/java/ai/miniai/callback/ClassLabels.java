package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The classes of a batch as whole numbers. */
final class ClassLabels {
  private ClassLabels() {}

  /**
   * The classes that targets name, int64 [batch].
   *
   * @param scores [batch, classes]
   * @param target labels [batch] or one-hot [batch, classes]
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
    INDArray labels = (target.rank() > 1 ? target.argmax(-1) : target).array();
    return labels.dataType() == DataType.INT64 ? labels : labels.castTo(DataType.INT64);
  }

  /** The classes with the largest scores, int64 [batch]. */
  static INDArray best(Tensor scores) {
    return scores.argmax(-1).array().castTo(DataType.INT64);
  }
}
