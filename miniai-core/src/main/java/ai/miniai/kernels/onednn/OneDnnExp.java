package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** The exponential function of a fixed number of values. That of NaN is infinite. */
final class OneDnnExp {
  private final memory source;
  private final memory result;
  private final OneDnnPrimitive exp;

  OneDnnExp(long length) {
    memory.desc values = OneDnn.describe(memory.format_tag.a, length);
    source = OneDnn.unplaced(values);
    result = OneDnn.unplaced(values);
    var plan =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(
                prop_kind.forward_inference.value, algorithm.eltwise_exp.value, values, 0, 0),
            OneDnn.attributes(),
            OneDnn.ENGINE);
    int[] roles = {DNNL_ARG_SRC, DNNL_ARG_DST};
    exp = new OneDnnPrimitive("exp", plan, new eltwise_forward(plan), roles, source, result);
  }

  /** {@code out} may be {@code x}. */
  void run(FloatPointer x, FloatPointer out) {
    OneDnn.place(source, x, 0);
    OneDnn.place(result, out, 0);
    exp.run();
  }
}
