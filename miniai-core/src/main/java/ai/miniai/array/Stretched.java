package ai.miniai.array;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a float32 array block by block as if it had been repeated to a larger shape, by NumPy's
 * rules of broadcasting.
 *
 * <p>Neighbouring dimensions that are all repeated, or all not, count as one. Then the last two, a
 * <em>run</em>, are rows that are all the same, or else rows of one value each.
 */
public final class Stretched {
  /** The values are copied to Java's heap, which may be small. */
  private static final int MOST_VALUES = 1 << 22;

  private final float[] values;

  /** Sizes of the dimensions before the run, and the distance of their elements in values. */
  private final int[] sizes;

  private final int[] steps;
  private final int rows;
  private final int columns;
  private final boolean sameRows;

  /**
   * @param x row-major, of the rank of {@code shape}, with a size of 1 where it is repeated
   */
  public Stretched(INDArray x, long... shape) {
    values = HostMemory.readFloats(x);
    int[] merged = new int[shape.length];
    int[] distances = new int[shape.length];
    int count = 0;
    int step = 1;
    boolean repeated = false;
    for (int d = shape.length - 1; d >= 0; d--) {
      if (shape[d] == 1) {
        continue;
      }
      boolean repeats = x.size(d) == 1;
      if (count > 0 && repeats == repeated) {
        merged[count - 1] *= (int) shape[d];
      } else {
        merged[count] = (int) shape[d];
        distances[count++] = repeats ? 0 : step;
        repeated = repeats;
      }
      step *= (int) x.size(d);
    }
    sameRows = count == 0 || distances[0] == 1;
    columns = count == 0 ? 1 : merged[0];
    rows = count < 2 ? 1 : merged[1];
    sizes = Arrays.copyOfRange(merged, Math.min(count, 2), count);
    steps = Arrays.copyOfRange(distances, Math.min(count, 2), count);
  }

  /** Whether the array is small enough. */
  public static boolean fits(INDArray x) {
    return x.length() <= MOST_VALUES;
  }

  /** Copies {@code count} values of the stretched array, from element {@code at} on. */
  public void read(int at, float[] block, int count) {
    int run = rows * columns;
    int done = 0;
    while (done < count) {
      int inRun = (at + done) % run;
      int now = Math.min(run - inRun, count - done);
      int begin = begin((at + done) / run);
      if (sameRows) {
        repeatRow(begin, inRun % columns, block, done, now);
      } else {
        repeatValues(begin + inRun / columns, inRun % columns, block, done, now);
      }
      done += now;
    }
  }

  /** Where the values of a run begin. */
  private int begin(int run) {
    int begin = 0;
    for (int d = 0; d < sizes.length; d++) {
      begin += run % sizes[d] * steps[d];
      run /= sizes[d];
    }
    return begin;
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
