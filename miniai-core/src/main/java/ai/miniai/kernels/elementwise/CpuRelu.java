package ai.miniai.kernels.elementwise;

import ai.miniai.array.BitBlocks;
import ai.miniai.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;

/** max(x, 0) and its gradient, of float32 in plain Java. */
public final class CpuRelu {
  private CpuRelu() {}

  /** Writes max(x, 0) to {@code out}. */
  public static void apply(INDArray x, INDArray out) {
    FloatBlocks.of(x, out).write((blocks, n) -> apply(blocks[0], blocks[1], n));
  }

  private static void apply(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.max(x[i], 0);
    }
  }

  /** Writes 0 where x ≤ 0, and the gradient elsewhere, even if it is infinite or x is NaN. */
  public static void differentiate(INDArray x, INDArray gradient, INDArray out) {
    BitBlocks.write((blocks, n) -> keep(blocks[0], blocks[1], blocks[2], n), x, gradient, out);
  }

  private static void keep(int[] x, int[] gradient, int[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] & (Signs.positive(x[i]) | Signs.nan(x[i]));
    }
  }
}
