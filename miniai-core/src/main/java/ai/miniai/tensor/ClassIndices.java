package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.factory.Nd4j;

/** The classes of items as whole numbers from 0: those that scores name, and those of targets. */
public final class ClassIndices {
  /** What stands for an item whose scores name no class. */
  public static final int NONE = -1;

  private ClassIndices() {}

  /**
   * The class with the largest score of each item, int64 [batch]; the first of several; {@link
   * #NONE} where a score is NaN, so that it never counts as right.
   *
   * @param scores floating point [batch, classes], at least one class
   */
  public static Tensor best(Tensor scores) {
    return Tensor.made(Kernels.current().bestClass(scores.live()));
  }

  /**
   * Fails unless all labels are classes. Looks where the processor can reach the labels: on a card
   * it would have to wait for them.
   *
   * @param labels int64
   * @throws IllegalArgumentException if one is negative or too large; names the first
   */
  public static void check(Tensor labels, long classes) {
    if (Nd4j.getEnvironment().isCPU() && labels.length() > 0) {
      long[] values = Kernels.current().readLongs(labels.live());
      for (int i = 0; i < values.length; i++) {
        checkArgument(
            values[i] >= 0 && values[i] < classes,
            "label %s at index %s is not in [0, %s): the logits are of %s classes",
            values[i],
            i,
            classes,
            classes);
      }
    }
  }
}
