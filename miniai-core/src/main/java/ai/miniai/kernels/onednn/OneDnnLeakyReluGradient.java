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
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the leaky ReLU of float32: ((1 − leak) · (x > 0) + leak) · g, where a comparison
 * is 1 or 0. oneDNN's own takes one and a half times as long.
 */
final class OneDnnLeakyReluGradient {
  /** Long enough that the call of a primitive costs little. */
  private static final int MOST_IN_BLOCK = 1 << 18;

  private static final FloatPointer ZERO = new FloatPointer(0f);

  /** All parameters for which primitives are created. */
  record Shape(float leak, long length) {
    /** Whether (1 − leak) + leak is 1, as it is for all leaks from 0 to 1. */
    boolean isExact() {
      return 1 - leak + leak == 1;
    }
  }

  private final OneDnnBlocks<Product> blocks;

  OneDnnLeakyReluGradient(Shape shape) {
    blocks =
        OneDnnBlocks.atMost(shape.length, MOST_IN_BLOCK, length -> new Product(shape.leak, length));
  }

  /** {@code out} may be {@code gradient}. */
  void run(INDArray x, INDArray gradient, INDArray out) {
    blocks.run((product, at) -> product.run(x, gradient, out, at), x, gradient, out);
  }

  private static final class Product {
    private final memory source;
    private final memory zero;
    private final memory resultGradient;
    private final memory result;
    private final OneDnnPrimitive product;

    Product(float leak, long length) {
      memory.desc values = OneDnn.describe(memory.format_tag.a, length);
      memory.desc one = OneDnn.describe(memory.format_tag.a, 1);
      source = OneDnn.unplaced(values);
      zero = OneDnn.unplaced(one);
      resultGradient = OneDnn.unplaced(values);
      result = OneDnn.unplaced(values);
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
              "the gradient of the leaky ReLU",
              plan,
              new binary(plan),
              roles,
              source,
              zero,
              resultGradient,
              result);
    }

    void run(INDArray x, INDArray gradient, INDArray out, long skipped) {
      OneDnn.place(source, x, skipped);
      OneDnn.place(resultGradient, gradient, skipped);
      OneDnn.place(result, out, skipped);
      product.run();
    }
  }
}
