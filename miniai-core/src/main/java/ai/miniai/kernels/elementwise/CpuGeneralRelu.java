package ai.miniai.kernels.elementwise;

import ai.miniai.array.FloatBits;
import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ReLU that may leak, be moved down and be limited, of float32 in plain Java. */
public final class CpuGeneralRelu {
  private CpuGeneralRelu() {}

  /** Writes min(f(x) − sub, max), with f(x) = x for positive x and leak · x otherwise. */
  public static void apply(INDArray x, double leak, double sub, double max, INDArray out) {
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

  /** Writes the gradient of {@link #apply} to {@code out}. At x = 0 it is that of the leak. */
  public static void backward(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out) {
    float slope = (float) leak;
    float down = (float) sub;
    float top = (float) max;
    FloatBlocks.of(x, gradient, out)
        .write(
            (blocks, n) -> {
              Slopes.ofThread().find(blocks[0], slope, blocks[2], n);
              multiply(blocks[1], blocks[2], n);
              if (max < Double.POSITIVE_INFINITY) {
                cut(blocks[0], slope, down, top, blocks[2], n);
              }
            });
  }

  private static void multiply(float[] gradient, float[] slopes, int length) {
    for (int i = 0; i < length; i++) {
      slopes[i] *= gradient[i];
    }
  }

  /** 1 where x is positive, and the leak where it is not, or is NaN. */
  private static final class Slopes {
    private static final ThreadLocal<Slopes> OF_THREAD = ThreadLocal.withInitial(Slopes::new);
    private static final int ONE = Float.floatToRawIntBits(1);

    private final FloatBits bits = FloatBits.ofThread();
    private final int[] ints = new int[Lanes.count(1)];

    static Slopes ofThread() {
      return OF_THREAD.get();
    }

    void find(float[] x, float leak, float[] slopes, int length) {
      bits.toBits(x, ints, length);
      choose(ints, Float.floatToRawIntBits(leak), length);
      bits.toFloats(ints, slopes, length);
    }

    private static void choose(int[] x, int leak, int length) {
      for (int i = 0; i < length; i++) {
        x[i] = leak ^ (Signs.positive(x[i]) & ~Signs.nan(x[i]) & (ONE ^ leak));
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
