package ai.miniai.tensor;

import ai.miniai.kernels.Kernels;
import com.google.common.base.Strings;
import org.apiguardian.api.API;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Class indices, which are integers from 0: predicted ones, found from scores, and target labels.
 */
@API(status = API.Status.INTERNAL)
public final class ClassIndices {
  /** The index of an item whose scores contain NaN, so that no class can be predicted. */
  public static final int NONE = -1;

  private ClassIndices() {}

  /**
   * The class with the largest score of each item, int64 [batch]. Of equal scores, the first wins.
   * If a score is NaN the result is {@link #NONE}, so that the item never counts as correct.
   *
   * @param scores floating point [batch, classes], at least one class
   */
  public static Tensor best(Tensor scores) {
    return Tensor.made(Kernels.current().bestClass(scores.live()));
  }

  /**
   * The number of items whose {@link #best} class is their label, a float32 scalar.
   *
   * @param scores floating point [batch, classes], at least one item and one class
   * @param labels int64 [batch]
   */
  public static Tensor hits(Tensor scores, Tensor labels) {
    return Tensor.made(Kernels.current().hits(scores.live(), labels.live()));
  }

  /**
   * Whether all labels are known to be valid classes, and there is at least one. On a GPU this is
   * not known, because looking would wait for the device.
   *
   * @param labels int64
   */
  public static boolean areValid(Tensor labels, long classes) {
    return Nd4j.getEnvironment().isCPU()
        && labels.length() > 0
        && Places.firstOutside(Kernels.current().readLongs(labels.live()), classes) < 0;
  }

  /**
   * Checks that all labels are valid classes. On a GPU nothing is checked, because the check would
   * have to wait for the device.
   *
   * @param labels int64
   * @throws IllegalArgumentException if a label is negative or too large; the message gives the
   *     first one
   */
  public static void check(Tensor labels, long classes) {
    if (Nd4j.getEnvironment().isCPU() && labels.length() > 0) {
      long[] values = Kernels.current().readLongs(labels.live());
      int wrong = Places.firstOutside(values, classes);
      if (wrong >= 0) {
        throw new IllegalArgumentException(
            Strings.lenientFormat(
                "label %s at index %s is not in [0, %s): the logits are of %s classes",
                values[wrong], wrong, classes, classes));
      }
    }
  }
}
