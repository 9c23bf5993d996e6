package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of ReLU of float32, given its result y: 0 where y is 0, else the gradient of y, also
 * if y is NaN. It is (1 − (y ≤ 0)) · g, where a comparison is 1 or 0. As 0 · ∞ is NaN, a plain loop
 * corrects blocks whose result is not finite.
 */
final class OneDnnReluGradient {
  /** The result is still in the cache when it is read again. */
  private static final int MOST_IN_BLOCK = 1 << 16;

  private static final FloatPointer ZERO = new FloatPointer(0f);

  private final OneDnnBlocks<Block> blocks;

  OneDnnReluGradient(long length) {
    blocks = OneDnnBlocks.atMost(length, MOST_IN_BLOCK, Block::new);
  }

  /** {@code out} may be {@code gradient}. */
  void run(INDArray y, INDArray gradient, INDArray out) {
    blocks.run(
        (block, at) ->
            block.run(
                new OneDnn.Address(y, at),
                new OneDnn.Address(gradient, at),
                new OneDnn.Address(out, at)),
        y,
        gradient,
        out);
  }

  private static final class Block {
    private final long length;
    private final memory known;
    private final memory zero;
    private final memory resultGradient;
    private final memory result;
    private final OneDnnPrimitive product;

    Block(long length) {
      this.length = length;
      memory.desc values = OneDnn.describe(memory.format_tag.a, length);
      memory.desc one = OneDnn.describe(memory.format_tag.a, 1);
      known = OneDnn.unplaced(values);
      zero = OneDnn.unplaced(one);
      resultGradient = OneDnn.unplaced(values);
      result = OneDnn.unplaced(values);
      OneDnn.place(zero, ZERO, 0);
      post_ops steps = new post_ops();
      steps.append_eltwise(1, algorithm.eltwise_linear, -1, 1);
      steps.append_binary(algorithm.binary_mul, values);
      var plan =
          new binary.primitive_desc(
              new binary.desc(algorithm.binary_le.value, values, one, values),
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
              known,
              zero,
              resultGradient,
              result);
    }

    void run(FloatPointer y, FloatPointer gradient, FloatPointer out) {
      OneDnn.place(known, y, 0);
      OneDnn.place(resultGradient, gradient, 0);
      OneDnn.place(result, out, 0);
      product.run();
      if (!Double.isFinite(OneDnnSum.of(out, length))) {
        clear(buffer(y), buffer(out));
      }
    }

    private FloatBuffer buffer(FloatPointer start) {
      return new FloatPointer(start).capacity(length).asBuffer();
    }

    /** Replaces a NaN that is 0 · ∞ or 0 · NaN by 0. */
    private static void clear(FloatBuffer y, FloatBuffer out) {
      for (int i = 0; i < out.capacity(); i++) {
        if (y.get(i) <= 0 && Float.isNaN(out.get(i))) {
          out.put(i, 0);
        }
      }
    }
  }
}
