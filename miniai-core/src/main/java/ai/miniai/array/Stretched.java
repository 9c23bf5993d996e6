package ai.miniai.array;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a float32 array block by block as if it had been repeated to a larger shape, as {@link
 * Repetition} says.
 */
public final class Stretched {
  /** The values are copied to Java's heap, which may be small. */
  private static final int MOST_VALUES = 1 << 22;

  private final float[] values;
  private final Repetition repetition;
  private final int columns;

  /**
   * @param x row-major, of the rank of {@code shape}, with a size of 1 where it is repeated
   */
  public Stretched(INDArray x, long... shape) {
    values = HostMemory.readFloats(x);
    repetition = Repetition.of(x, shape);
    columns = repetition.columns();
  }

  /** Whether the array is small enough. */
  public static boolean fits(INDArray x) {
    return x.length() <= MOST_VALUES;
  }

  /** Copies {@code count} values of the stretched array, from element {@code at} on. */
  public void read(int at, float[] block, int count) {
    int run = repetition.run();
    int done = 0;
    while (done < count) {
      int inRun = (at + done) % run;
      int now = Math.min(run - inRun, count - done);
      int begin = repetition.begin((at + done) / run);
      if (repetition.sameRows()) {
        repeatRow(begin, inRun % columns, block, done, now);
      } else {
        repeatValues(begin + inRun / columns, inRun % columns, block, done, now);
      }
      done += now;
    }
  }

  private void repeatRow(int begin, int column, float[] block, int from, int count) {
    int have = Math.min(columns - column, count);
    System.arraycopy(values, begin + column, block, from, have);
    int rest = Math.min(column, count - have);
    System.arraycopy(values, begin, block, from + have, rest);
    have += rest;
    while (have < count) { // here it is a whole row, or some
      int more = Math.min(have, count - have);
      System.arraycopy(block, from, block, from + have, more);
      have += more;
    }
  }

  private void repeatValues(int index, int column, float[] block, int from, int count) {
    int done = 0;
    while (done < count) {
      int now = Math.min(columns - column, count - done);
      Arrays.fill(block, from + done, from + done + now, values[index++]);
      column = 0;
      done += now;
    }
  }
}
