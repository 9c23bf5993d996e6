package ai.miniai.kernels.softmax;

import ai.miniai.array.Lanes;
import java.nio.FloatBuffer;

/**
 * Plain loops over rows of attention scores or weights. Rows are copied to the heap in blocks. An
 * object is for one thread at a time.
 */
public final class AttentionRows {
  private final int columns;
  private final float[] x;
  private final float[] y;

  /** For rows of {@code columns} values. */
  public AttentionRows(int columns) {
    this.columns = columns;
    x = new float[Lanes.count(columns)];
    y = new float[x.length];
  }

  /**
   * What is added to rows of scores.
   *
   * @param at where the first row begins
   * @param one whether this row is for all
   */
  public record Bias(FloatBuffer memory, int at, boolean one) {}

  /** Copies {@code count} rows of bias to {@code out}, from {@code at} on. */
  public void copy(Bias bias, FloatBuffer out, int at, int count) {
    if (!bias.one) {
      out.put(at, bias.memory, bias.at, count * columns);
      return;
    }
    for (int row = 0; row < count; row++) {
      out.put(at + row * columns, bias.memory, bias.at, columns);
    }
  }

  /**
   * Adds −∞ to row i of {@code count} rows from {@code first} on, in the columns after i. So NaN
   * stays there, as in PyTorch.
   */
  public void hideFuture(FloatBuffer scores, int at, int first, int count) {
    for (int row = 0; row < count; row++) {
      int seen = Math.min(first + row + 1, columns);
      int from = at + row * columns + seen;
      scores.get(from, x, 0, columns - seen);
      addNegativeInfinity(x, columns - seen);
      scores.put(from, x, 0, columns - seen);
    }
  }

  /** Static, so that the compiler vectorises it. */
  private static void addNegativeInfinity(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] += Float.NEGATIVE_INFINITY;
    }
  }

  /** Replaces {@code count} rows from {@code at} on by their softmax. */
  public void softmax(FloatBuffer scores, int at, int count) {
    for (int from = 0; from < count * columns; from += x.length) {
      int length = Math.min(x.length, count * columns - from);
      scores.get(at + from, x, 0, length);
      RowSoftmax.ofThread().softmax(x, x, columns, length);
      scores.put(at + from, x, 0, length);
    }
  }

  /** Multiplies {@code count} rows, which begin at 0, by {@code factors}, from {@code at} on. */
  public void multiply(FloatBuffer factors, int at, int count, FloatBuffer rows) {
    for (int from = 0; from < count * columns; from += x.length) {
      int length = Math.min(x.length, count * columns - from);
      factors.get(at + from, x, 0, length);
      rows.get(from, y, 0, length);
      multiply(x, y, length);
      rows.put(from, y, 0, length);
    }
  }

  /** Static, so that the compiler vectorises it. */
  private static void multiply(float[] x, float[] product, int length) {
    for (int i = 0; i < length; i++) {
      product[i] *= x[i];
    }
  }
}
