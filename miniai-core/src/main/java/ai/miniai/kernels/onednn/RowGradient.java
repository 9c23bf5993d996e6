package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.FloatPointer;

/** The gradient of a function of the rows of a float32 matrix, given its result. */
@FunctionalInterface
interface RowGradient {
  /** Computes {@code out}, which may be {@code gradient}, from the result {@code y}. */
  void run(FloatPointer y, FloatPointer gradient, FloatPointer out);

  /** The gradient that a single primitive computes. */
  static RowGradient of(String name, primitive_desc_base plan, primitive made, memory.desc values) {
    memory result = OneDnn.unplaced(values);
    memory resultGradient = OneDnn.unplaced(values);
    memory sourceGradient = OneDnn.unplaced(values);
    int[] roles = {DNNL_ARG_DST, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC};
    var single =
        new OneDnnPrimitive(name, plan, made, roles, result, resultGradient, sourceGradient);
    return (y, gradient, out) -> {
      OneDnn.place(result, y, 0);
      OneDnn.place(resultGradient, gradient, 0);
      OneDnn.place(sourceGradient, out, 0);
      single.run();
    };
  }
}
