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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ReLU of float32 that keeps NaN, which oneDNN's own turns into 0: the larger of 0 and x. A vector
 * instruction for the larger of two values returns the second if one is NaN, and the second is x.
 * The 0 is the comparison x > ∞, which is never true: oneDNN repeats a number only as a second
 * operand.
 */
final class OneDnnRelu {
  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 14;

  /** Long enough that the call of a primitive costs little. */
  private static final int MOST_IN_BLOCK = 1 << 18;

  private static final FloatPointer INFINITY = new FloatPointer(Float.POSITIVE_INFINITY);

  private final OneDnnBlocks<Largest> blocks;

  OneDnnRelu(long length) {
    blocks = OneDnnBlocks.atMost(length, MOST_IN_BLOCK, Largest::new);
  }

  /** Whether there are so many values that oneDNN is faster than a plain loop. */
  static boolean isFaster(INDArray x) {
    return x.dataType() == DataType.FLOAT && x.length() >= LEAST_VALUES;
  }

  /** {@code out} may be {@code x}. */
  void run(INDArray x, INDArray out) {
    blocks.run((largest, at) -> largest.run(x, out, at), x, out);
  }

  private static final class Largest {
    private final memory infinity;
    private final memory source;
    private final memory result;
    private final OneDnnPrimitive largest;

    Largest(long length) {
      memory.desc values = OneDnn.describe(memory.format_tag.a, length);
      memory.desc one = OneDnn.describe(memory.format_tag.a, 1);
      source = OneDnn.unplaced(values);
      infinity = OneDnn.unplaced(one);
      result = OneDnn.unplaced(values);
      OneDnn.place(infinity, INFINITY, 0);
      post_ops steps = new post_ops();
      steps.append_binary(algorithm.binary_max, values);
      var plan =
          new binary.primitive_desc(
              new binary.desc(algorithm.binary_gt.value, values, one, values),
              OneDnn.attributes(steps),
              OneDnn.ENGINE);
      int[] roles = {
        DNNL_ARG_SRC_0,
        DNNL_ARG_SRC_1,
        DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1,
        DNNL_ARG_DST
      };
      largest =
          new OneDnnPrimitive(
              "ReLU", plan, new binary(plan), roles, source, infinity, source, result);
    }

    void run(INDArray x, INDArray out, long skipped) {
      OneDnn.place(source, x, skipped);
      OneDnn.place(result, out, skipped);
      largest.run();
    }
  }
}
