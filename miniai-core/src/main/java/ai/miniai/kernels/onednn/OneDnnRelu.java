package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ReLU of float32 that keeps NaN, which oneDNN's own turns into 0: the larger of 0 and x. A vector
 * instruction for the larger of two values returns the second if one is NaN, and the second is x.
 * The zeros are a block in memory, because oneDNN repeats only a second operand.
 */
final class OneDnnRelu {
  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 14;

  /** The zeros stay in the cache. */
  private static final int BLOCK = 1 << 15;

  private static final FloatPointer ZEROS = new FloatPointer(new float[BLOCK]);

  private final OneDnnBlocks<Largest> blocks;

  OneDnnRelu(long length) {
    blocks = new OneDnnBlocks<>(length, BLOCK, Largest::new);
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
    private final memory zeros;
    private final memory source;
    private final memory result;
    private final OneDnnPrimitive largest;

    Largest(long length) {
      memory.desc values = OneDnn.describe(memory.format_tag.a, length);
      zeros = OneDnn.unplaced(values);
      source = OneDnn.unplaced(values);
      result = OneDnn.unplaced(values);
      OneDnn.place(zeros, ZEROS, 0);
      var plan =
          new binary.primitive_desc(
              new binary.desc(algorithm.binary_max.value, values, values, values),
              OneDnn.attributes(),
              OneDnn.ENGINE);
      int[] roles = {DNNL_ARG_SRC_0, DNNL_ARG_SRC_1, DNNL_ARG_DST};
      largest = new OneDnnPrimitive("ReLU", plan, new binary(plan), roles, zeros, source, result);
    }

    void run(INDArray x, INDArray out, long skipped) {
      OneDnn.place(source, x, skipped);
      OneDnn.place(result, out, skipped);
      largest.run();
    }
  }
}
