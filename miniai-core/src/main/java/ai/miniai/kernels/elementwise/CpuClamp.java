package ai.miniai.kernels.elementwise;

import ai.miniai.array.BitBlocks;
import ai.miniai.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Limits of float32 values, and the gradient, in plain Java. */
public final class CpuClamp {
  private CpuClamp() {}

  /** Writes x, limited to [min, max], to {@code out}. NaN stays NaN. */
  public static void apply(INDArray x, float min, float max, INDArray out) {
    FloatBlocks.of(x, out).write((blocks, n) -> apply(blocks[0], min, max, blocks[1], n));
  }

  private static void apply(float[] x, float min, float max, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.min(Math.max(x[i], min), max);
    }
  }

  /** Writes the gradient where x is within the limits, so that {@code y} is x, and 0 elsewhere. */
  public static void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    BitBlocks.write((b, n) -> keep(b[0], b[1], b[2], b[3], n), x, y, gradient, out);
  }

  private static void keep(int[] x, int[] y, int[] gradient, int[] out, int length) {
    for (int i = 0; i < length; i++) {
      int differs = Signs.nonzero(x[i] ^ y[i]) & Signs.nonzero((x[i] | y[i]) << 1); // −0 equals 0
      out[i] = gradient[i] & ~(differs | Signs.nan(x[i]));
    }
  }
}
