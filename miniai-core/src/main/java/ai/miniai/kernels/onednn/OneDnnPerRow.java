package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** Arithmetic of the values of each row of a matrix and one number for this row. */
final class OneDnnPerRow {
  private final memory source;
  private final memory numbers;
  private final memory result;
  private final OneDnnPrimitive operation;

  OneDnnPerRow(algorithm kind, long rows, long columns) {
    memory.desc values = OneDnn.describe(memory.format_tag.abc, 1, rows, columns);
    memory.desc perRow = OneDnn.describe(memory.format_tag.abc, 1, rows, 1);
    source = OneDnn.unplaced(values);
    numbers = OneDnn.unplaced(perRow);
    result = OneDnn.unplaced(values);
    var plan =
        new binary.primitive_desc(
            new binary.desc(kind.value, values, perRow, values),
            OneDnn.attributes(),
            OneDnn.ENGINE);
    int[] roles = {DNNL_ARG_SRC_0, DNNL_ARG_SRC_1, DNNL_ARG_DST};
    operation =
        new OneDnnPrimitive(kind.name(), plan, new binary(plan), roles, source, numbers, result);
  }

  /** {@code out} may be {@code x}. */
  void run(FloatPointer x, FloatPointer perRow, FloatPointer out) {
    OneDnn.place(source, x, 0);
    OneDnn.place(numbers, perRow, 0);
    OneDnn.place(result, out, 0);
    operation.run();
  }
}
