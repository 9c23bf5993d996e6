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
 * A gradient times 1 where x is above 0 or NaN, and times {@code leak} elsewhere: ((1 − leak) · (x
 * > 0) + leak) · g, where a comparison is 1 or 0. oneDNN's own gradient of the leaky ReLU takes one
 * and a half times as long.
 */
final class OneDnnSlope {
  private static final FloatPointer ZERO = new FloatPointer(0f);

  private final memory source;
  private final memory zero;
  private final memory resultGradient;
  private final memory sourceGradient;
  private final OneDnnPrimitive product;

  OneDnnSlope(float leak, long length) {
    memory.desc values = OneDnn.describe(memory.format_tag.a, length);
    memory.desc one = OneDnn.describe(memory.format_tag.a, 1);
    source = OneDnn.unplaced(values);
    zero = OneDnn.unplaced(one);
    resultGradient = OneDnn.unplaced(values);
    sourceGradient = OneDnn.unplaced(values);
    OneDnn.place(zero, ZERO, 0);
    post_ops steps = new post_ops();
    steps.append_eltwise(1, algorithm.eltwise_linear, 1 - leak, leak);
    steps.append_binary(algorithm.binary_mul, values);
    var plan =
        new binary.primitive_desc(
            new binary.desc(algorithm.binary_gt.value, values, one, values),
            OneDnn.attributes(steps),
            OneDnn.ENGINE);
    int[] roles = {
      DNNL_ARG_SRC_0,
      DNNL_ARG_SRC_1,
      2 * DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1,
      DNNL_ARG_DST
    };
    product =
        new OneDnnPrimitive(
            "the gradient of ReLU",
            plan,
            new binary(plan),
            roles,
            source,
            zero,
            resultGradient,
            sourceGradient);
  }

  /** Whether the slope above 0 is exactly 1, as it is for all leaks from 0 to 1. */
  static boolean isExact(float leak) {
    return 1 - leak + leak == 1;
  }

  /** {@code out} may be {@code gradient}. */
  void run(FloatPointer x, FloatPointer gradient, FloatPointer out) {
    OneDnn.place(source, x, 0);
    OneDnn.place(resultGradient, gradient, 0);
    OneDnn.place(sourceGradient, out, 0);
    product.run();
  }
}
