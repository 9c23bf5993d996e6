package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Arithmetic of the values of each row of a matrix and one number for this row; and then, if
 * wanted, of the result and another matrix.
 */
final class OneDnnPerRow {
  private final memory source;
  private final memory numbers;
  private final memory other;
  private final memory result;
  private final OneDnnPrimitive operation;

  OneDnnPerRow(algorithm kind, long rows, long columns) {
    this(kind, new post_ops(), rows, columns);
  }

  /** A kind for the number of the row, and one for the other matrix. */
  OneDnnPerRow(algorithm kind, algorithm next, long rows, long columns) {
    this(kind, with(next, values(rows, columns)), rows, columns);
  }

  private OneDnnPerRow(algorithm kind, post_ops steps, long rows, long columns) {
    memory.desc values = values(rows, columns);
    memory.desc perRow = OneDnn.describe(memory.format_tag.abc, 1, rows, 1);
    source = OneDnn.unplaced(values);
    numbers = OneDnn.unplaced(perRow);
    other = OneDnn.unplaced(values);
    result = OneDnn.unplaced(values);
    var plan =
        new binary.primitive_desc(
            new binary.desc(kind.value, values, perRow, values),
            OneDnn.attributes(steps),
            OneDnn.ENGINE);
    int[] roles = {
      DNNL_ARG_SRC_0,
      DNNL_ARG_SRC_1,
      DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1,
      DNNL_ARG_DST
    };
    operation =
        new OneDnnPrimitive(
            kind.name(), plan, new binary(plan), roles, source, numbers, other, result);
  }

  private static memory.desc values(long rows, long columns) {
    return OneDnn.describe(memory.format_tag.abc, 1, rows, columns);
  }

  private static post_ops with(algorithm next, memory.desc values) {
    post_ops steps = new post_ops();
    steps.append_binary(next, values);
    return steps;
  }

  /** {@code out} may be {@code x}. */
  void run(FloatPointer x, FloatPointer perRow, FloatPointer out) {
    run(x, perRow, x, out);
  }

  /** {@code out} may be {@code x} or {@code y}. */
  void run(FloatPointer x, FloatPointer perRow, FloatPointer y, FloatPointer out) {
    OneDnn.place(source, x, 0);
    OneDnn.place(numbers, perRow, 0);
    OneDnn.place(other, y, 0);
    OneDnn.place(result, out, 0);
    operation.run();
  }
}
