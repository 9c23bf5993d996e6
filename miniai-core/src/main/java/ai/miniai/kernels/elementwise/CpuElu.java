package ai.miniai.kernels.elementwise;

import ai.miniai.array.FloatBits;
import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import org.nd4j.linalg.api.ndarray.INDArray;

/** x where positive, alpha · (exp(x) − 1) elsewhere, and its gradient, of float32 in plain Java. */
public final class CpuElu {
  private static final ThreadLocal<CpuElu> OF_THREAD = ThreadLocal.withInitial(CpuElu::new);
  private static final int ONE = Float.floatToRawIntBits(1);

  private final FloatExp exp = new FloatExp();
  private final FloatBits bits = FloatBits.ofThread();
  private final float[] slopes = new float[Lanes.count(1)];
  private final int[] slopeBits = new int[slopes.length];
  private final int[] inputBits = new int[slopes.length];

  private CpuElu() {}

  /** Writes ELU of {@code x} to {@code out}. */
  public static void apply(INDArray x, double alpha, INDArray out) {
    float scale = (float) alpha;
    FloatBlocks.of(x, out).write((b, n) -> OF_THREAD.get().apply(b[0], scale, b[1], n));
  }

  private void apply(float[] x, float alpha, float[] y, int length) {
    below(x, y, length);
    exp.apply(y, y, length);
    add(x, alpha, y, length);
  }

  /**
   * Writes gradient · alpha · exp(x) to {@code out} where x ≤ 0, and the gradient elsewhere, even
   * if x is NaN.
   */
  public static void differentiate(INDArray x, INDArray gradient, double alpha, INDArray out) {
    float scale = (float) alpha;
    FloatBlocks.of(x, gradient, out)
        .write((b, n) -> OF_THREAD.get().differentiate(b[0], b[1], scale, b[2], n));
  }

  private void differentiate(float[] x, float[] gradient, float alpha, float[] out, int length) {
    exp.apply(x, slopes, length);
    scale(slopes, alpha, length);
    bits.toBits(slopes, slopeBits, length);
    bits.toBits(x, inputBits, length);
    chooseOne(inputBits, slopeBits, length);
    bits.toFloats(slopeBits, slopes, length);
    multiply(gradient, slopes, out, length);
  }

  // The loops are static, so that the compiler vectorises them.

  private static void below(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.min(x[i], 0);
    }
  }

  private static void add(float[] x, float alpha, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.max(x[i], 0) + alpha * (y[i] - 1);
    }
  }

  private static void scale(float[] x, float factor, int length) {
    for (int i = 0; i < length; i++) {
      x[i] *= factor;
    }
  }

  /** Makes a slope 1 where the input is positive or NaN. */
  private static void chooseOne(int[] x, int[] slope, int length) {
    for (int i = 0; i < length; i++) {
      slope[i] ^= (Signs.positive(x[i]) | Signs.nan(x[i])) & (ONE ^ slope[i]);
    }
  }

  private static void multiply(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = x[i] * y[i];
    }
  }
}
