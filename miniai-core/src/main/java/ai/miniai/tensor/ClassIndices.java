package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
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
    INDArray x = Layout.contiguous(scores.live());
    return Tensor.wrap(Kernels.current().readMemory() ? onHost(x) : onDevice(x));
  }

  private static INDArray onHost(INDArray x) {
    boolean asItIs = x.dataType() == DataType.FLOAT || x.dataType() == DataType.DOUBLE;
    double[] values = CpuMemory.read(asItIs ? x : x.castTo(DataType.FLOAT));
    int classes = (int) x.size(1);
    long[] best = new long[(int) x.size(0)];
    for (int row = 0; row < best.length; row++) {
      best[row] = largest(values, row * classes, classes);
    }
    return Nd4j.createFromArray(best);
  }

  private static int largest(double[] values, int from, int length) {
    int best = from;
    for (int i = from; i < from + length; i++) {
      if (Double.isNaN(values[i])) {
        return NONE;
      }
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best - from;
  }

  /** best · number − nan, where one of number and nan is 1, the other 0. */
  private static INDArray onDevice(INDArray x) {
    INDArray nan = x.neq(x).castTo(DataType.INT64).max(1);
    INDArray best = Nd4j.argMax(x, 1).castTo(DataType.INT64);
    return best.muli(nan.rsub(1)).subi(nan);
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
      long[] values = CpuMemory.readLongs(Layout.contiguous(labels.live()));
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
