package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The gradient of the softmax y of rows, y · (g − Σ y · g), from simple primitives. On processors
 * without AVX-512 oneDNN's own gradient is not vectorised.
 */
final class OneDnnSoftmaxGradient implements RowGradient {
  /** With fewer columns, oneDNN's own gradient of softmax is as fast. */
  private static final int LEAST_COLUMNS = 32;

  private final long rows;
  private final long columns;
  private final memory result;
  private final memory gradient;
  private final memory between;
  private final OneDnnPrimitive products;

  /** y · g − y · Σ y · g would lose digits: the sum is subtracted first. */
  private final OneDnnPerRow combination;

  OneDnnSoftmaxGradient(long rows, long columns) {
    this.rows = rows;
    this.columns = columns;
    memory.desc values = OneDnn.describe(memory.format_tag.abc, 1, rows, columns);
    result = OneDnn.unplaced(values);
    gradient = OneDnn.unplaced(values);
    between = OneDnn.unplaced(values);
    products = products(values);
    combination = new OneDnnPerRow(algorithm.binary_add, algorithm.binary_mul, rows, columns);
  }

  /** Whether this is faster than oneDNN's own gradient of softmax. */
  static boolean isFaster(softmax_backward.primitive_desc own, long columns) {
    return columns >= LEAST_COLUMNS && own.impl_info_str().getString().startsWith("ref");
  }

  private OneDnnPrimitive products(memory.desc values) {
    var plan =
        new binary.primitive_desc(
            new binary.desc(algorithm.binary_mul.value, values, values, values),
            OneDnn.attributes(),
            OneDnn.ENGINE);
    int[] roles = {DNNL_ARG_SRC_0, DNNL_ARG_SRC_1, DNNL_ARG_DST};
    return new OneDnnPrimitive(
        "a product", plan, new binary(plan), roles, result, gradient, between);
  }

  @Override
  public void run(FloatPointer y, FloatPointer g, FloatPointer to) {
    try (Scratchpad scratch = Scratchpad.borrow((columns + 1) * rows * Float.BYTES)) {
      FloatPointer inner = new FloatPointer(scratch.memory());
      FloatPointer perRow = inner.getPointer(rows * columns);
      OneDnn.place(result, y, 0);
      OneDnn.place(gradient, g, 0);
      OneDnn.place(between, inner, 0);
      products.run();
      OneDnnRowSums.run(inner, rows, columns, -1, perRow);
      combination.run(g, perRow, y, to);
    }
  }
}
