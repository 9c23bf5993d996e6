package ai.miniai.viz;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.Batch;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The labels of the items of a batch, from its targets. */
final class Labels {
  private Labels() {}

  /**
   * The labels of the first {@code n} items: class names if given, otherwise numbers. Empty if the
   * batch has no targets, or if these are not a single number or class per item.
   */
  static List<String> of(Batch batch, List<String> classNames, int n) {
    if (batch.tensors().size() < 2 || batch.y().rank() > 2) {
      return Collections.nCopies(n, "");
    }
    Tensor y = batch.y();
    boolean probabilities = y.rank() == 2 && y.size(1) > 1;
    double[] labels = (probabilities ? y.argmax(1) : y).toDoubles();
    return Arrays.stream(labels).limit(n).mapToObj(label -> text(label, classNames)).toList();
  }

  private static String text(double label, List<String> classNames) {
    if (classNames.isEmpty()) {
      return Lettering.number(label);
    }
    checkArgument(
        label >= 0 && label < classNames.size() && label == Math.rint(label),
        "there are %s class names, but a label is %s",
        classNames.size(),
        Lettering.number(label));
    return classNames.get((int) label);
  }
}
