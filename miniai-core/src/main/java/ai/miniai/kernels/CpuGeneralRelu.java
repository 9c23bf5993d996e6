package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Kernels#generalRelu} of float32 in plain Java, without branches. */
final class CpuGeneralRelu {
  /** Multiplying any positive float32 by this twice gives more than 1. */
  private static final float HUGE = 1e38f;

  private CpuGeneralRelu() {}

  static void apply(INDArray x, double leak, double sub, double max, INDArray out) {
    float slope = (float) leak;
    float down = (float) sub;
    float top = (float) max;
    if (leak == 0) { // 0 · −∞ would be NaN
      FloatBlocks.of(x, out).write((blocks, n) -> apply(blocks[0], down, top, blocks[1], n));
    } else {
      FloatBlocks.of(x, out).write((blocks, n) -> apply(blocks[0], slope, down, top, blocks[1], n));
    }
  }

  private static void apply(float[] x, float sub, float max, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.min(Math.max(x[i], 0) - sub, max);
    }
  }

  private static void apply(float[] x, float slope, float sub, float max, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.min(Math.max(x[i], 0) + slope * Math.min(x[i], 0) - sub, max);
    }
  }

  static void backward(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out) {
    float slope = (float) leak;
    float down = (float) sub;
    float top = (float) max;
    FloatBlocks.of(x, gradient, out)
        .write(
            (blocks, n) -> {
              differentiate(blocks[0], blocks[1], slope, blocks[2], n);
              atNan(blocks[0], blocks[1], slope, blocks[2], n);
              if (max < Double.POSITIVE_INFINITY) {
                cut(blocks[0], slope, down, top, blocks[2], n);
              }
            });
  }

  private static void differentiate(float[] x, float[] g, float slope, float[] out, int length) {
    float rise = 1 - slope;
    for (int i = 0; i < length; i++) {
      float positive = Math.min(Math.max(x[i], 0) * HUGE * HUGE, 1); // 1 or 0
      out[i] = g[i] * (slope + rise * positive);
    }
  }

  /** Corrects the gradient where x is NaN, for which the formula above gives NaN. */
  private static void atNan(float[] x, float[] g, float slope, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      if (Float.isNaN(x[i])) {
        out[i] = g[i] * slope;
      }
    }
  }

  /** Sets the gradient to 0 where the result was above {@code max} or is NaN. */
  private static void cut(
      float[] x, float slope, float sub, float max, float[] gradient, int length) {
    for (int i = 0; i < length; i++) {
      if (!((x[i] > 0 ? x[i] : x[i] * slope) - sub <= max)) {
        gradient[i] = 0;
      }
    }
  }
}
