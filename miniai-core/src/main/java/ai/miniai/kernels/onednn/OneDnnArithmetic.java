package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import ai.miniai.array.Repetition;
import ai.miniai.array.Team;
import ai.miniai.kernels.elementwise.Arithmetic;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arithmetic of float32 arrays of one layout, of which the second may be repeated. While the values
 * are in a cache, a plain loop takes twice the time, because it copies them to Java's heap.
 */
final class OneDnnArithmetic {
  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 14;

  /** Short rows, which oneDNN processes one by one, are slower than a plain loop. */
  private static final int LEAST_COLUMNS = 64;

  private static final int LEAST_RUN = 1 << 12;

  /** Rows that are the same are processed together, up to about this number of values. */
  private static final int WIDE = 1 << 11;

  /** Every part of an array that is not repeated begins at a multiple of this: one cache line. */
  private static final int LINE = 16;

  /** All parameters for which primitives are created. */
  record Shape(algorithm operation, Repetition second) {
    static Shape of(Arithmetic op, Repetition second) {
      return new Shape(
          switch (op) {
            case ADD -> algorithm.binary_add;
            case SUBTRACT -> algorithm.binary_sub;
            case MULTIPLY -> algorithm.binary_mul;
            case DIVIDE -> algorithm.binary_div;
          },
          second);
    }

    /** The larger value; NaN if the second value is NaN. */
    static Shape largest(long length) {
      return new Shape(algorithm.binary_max, Repetition.none(Math.toIntExact(length)));
    }

    /** Whether oneDNN is faster than a plain loop. */
    boolean isFast() {
      return (second.runs() == 1 || second.run() >= LEAST_RUN)
          && switch (Form.of(second)) {
            case SAME, ONE -> true;
            case ROW -> second.columns() * together(second) >= LEAST_COLUMNS;
            case COLUMN -> second.columns() >= LEAST_COLUMNS;
          };
    }
  }

  /** What the second operand is within a run. */
  private enum Form {
    /** As many values as the first operand has. */
    SAME,
    ONE,
    /** One row for all rows. */
    ROW,
    /** A value for each row. */
    COLUMN;

    static Form of(Repetition x) {
      if (x.rows() == 1) {
        return x.sameRows() ? SAME : ONE;
      }
      return x.sameRows() ? ROW : COLUMN;
    }
  }

  private final Part[] parts;

  OneDnnArithmetic(Shape shape) {
    int runs = shape.second.runs();
    int shared = runs > 1 ? runs : units(shape.second);
    parts = new Part[Math.min(Team.SIZE, shared)];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < parts.length; i++) {
            int from = (int) ((long) shared * i / parts.length);
            int to = (int) ((long) shared * (i + 1) / parts.length);
            parts[i] =
                runs > 1
                    ? new Part(shape, from, to, 0, units(shape.second))
                    : new Part(shape, 0, 1, from, to);
          }
        });
  }

  /** Whether there are so many values that oneDNN is faster than a plain loop. */
  static boolean isFaster(INDArray out) {
    return out.dataType() == DataType.FLOAT && out.length() >= LEAST_VALUES;
  }

  /** {@code b} is repeated as the shape says; {@code out} may be {@code a}. */
  void run(INDArray a, INDArray b, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].run(a, b, out), a, b, out);
  }

  /** The number of pieces of a run of which each part has some: rows, or lines of the cache. */
  private static int units(Repetition x) {
    return switch (Form.of(x)) {
      case SAME, ONE -> (x.columns() - 1) / LINE + 1;
      case ROW -> x.rows() / together(x);
      case COLUMN -> x.rows();
    };
  }

  /** The number of rows that are processed together: a divisor of their number. */
  private static int together(Repetition x) {
    int most = Math.max(1, WIDE / x.columns());
    int together = Math.min(most, x.rows());
    while (x.rows() % together != 0) {
      together--;
    }
    return together;
  }

  /** What one thread computes: some runs, or a part of the only run. */
  private static final class Part {
    private final Repetition second;
    private final Form form;
    private final int firstRun;
    private final int lastRun;
    private final int skippedOfFirst;
    private final int skippedOfSecond;
    private final memory first;
    private final memory other;
    private final memory result;
    private final OneDnnPrimitive operation;

    /** Rows of the second operand, if several are processed together. */
    private final float[] rows;

    private final FloatPointer nativeRows;

    /** The runs and, of each run, the units from the first to before the last. */
    Part(Shape shape, int firstRun, int lastRun, int from, int to) {
      this.second = shape.second;
      this.form = Form.of(second);
      this.firstRun = firstRun;
      this.lastRun = lastRun;
      int columns = second.columns();
      memory.desc full;
      memory.desc repeated;
      switch (form) {
        case SAME, ONE -> {
          skippedOfFirst = from * LINE;
          skippedOfSecond = form == Form.SAME ? skippedOfFirst : 0;
          int count = Math.min(to * LINE, columns) - skippedOfFirst;
          full = OneDnn.describe(memory.format_tag.a, count);
          repeated = form == Form.SAME ? full : OneDnn.describe(memory.format_tag.a, 1);
        }
        case ROW -> {
          int wide = columns * together(second);
          skippedOfFirst = from * wide;
          skippedOfSecond = 0;
          full = OneDnn.describe(memory.format_tag.ab, to - from, wide);
          repeated = OneDnn.describe(memory.format_tag.ab, 1, wide);
        }
        case COLUMN -> {
          skippedOfFirst = from * columns;
          skippedOfSecond = from;
          full = OneDnn.describe(memory.format_tag.abc, 1, to - from, columns);
          repeated = OneDnn.describe(memory.format_tag.abc, 1, to - from, 1);
        }
        default -> throw new AssertionError(form);
      }
      first = OneDnn.unplaced(full);
      other = OneDnn.unplaced(repeated);
      result = OneDnn.unplaced(full);
      rows = new float[form == Form.ROW && together(second) > 1 ? columns * together(second) : 0];
      nativeRows = new FloatPointer(rows.length);
      String name = shape.operation.name();
      var plan =
          new binary.primitive_desc(
              new binary.desc(shape.operation.value, full, repeated, full),
              OneDnn.attributes(),
              OneDnn.ENGINE);
      operation =
          new OneDnnPrimitive(
              name,
              plan,
              new binary(plan),
              new int[] {DNNL_ARG_SRC_0, DNNL_ARG_SRC_1, DNNL_ARG_DST},
              first,
              other,
              result);
    }

    void run(INDArray a, INDArray b, INDArray out) {
      for (int run = firstRun; run < lastRun; run++) {
        long skipped = (long) run * second.run() + skippedOfFirst;
        OneDnn.place(first, a, skipped);
        OneDnn.place(result, out, skipped);
        placeOther(b, second.begin(run));
        operation.run();
      }
    }

    private void placeOther(INDArray b, int begin) {
      if (rows.length == 0) {
        OneDnn.place(other, b, begin + skippedOfSecond);
        return;
      }
      new OneDnn.Address(b, begin).get(rows, 0, second.columns());
      for (int done = second.columns(); done < rows.length; done *= 2) {
        System.arraycopy(rows, 0, rows, done, Math.min(done, rows.length - done));
      }
      nativeRows.put(rows, 0, rows.length);
      OneDnn.place(other, nativeRows, 0);
    }
  }
}
