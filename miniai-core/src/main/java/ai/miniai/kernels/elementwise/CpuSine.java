package ai.miniai.kernels.elementwise;

/**
 * The sine, or the cosine, which is the sine a quarter of a turn on: sin x = ± sin r or ± cos r,
 * where n is an integer, x = n · π/2 + r and |r| ≤ π/4. The absolute error is at most 10⁻⁷. Source
 * of the coefficients: Cephes, {@code sinf} and {@code cosf}.
 */
final class CpuSine extends FloatFunction {
  /** Beyond, n · π/2 is no longer exact. */
  private static final float FAR = 8000;

  private static final float TWO_OVER_PI = (float) (2 / Math.PI);

  /** π/2 is the sum of these three. n times the first two is exact. */
  private static final float HALF_PI = 1.5703125f;

  private static final float HALF_PI_REST = 4.8375130e-4f;
  private static final float HALF_PI_LAST = 7.5497894e-8f;

  /** Adding this number to a small one, and subtracting it again, rounds to an integer. */
  private static final float ROUNDER = 3 << 22;

  private final int quarters;
  private final Outliers outliers;
  private final Outliers outliersOfDerivative;

  /** {@code quarters}: 0 for the sine, 1 for the cosine. */
  CpuSine(int quarters) {
    this.quarters = quarters;
    outliers = outliers(quarters);
    outliersOfDerivative = outliers(quarters + 1);
  }

  private static Outliers outliers(int quarters) {
    return new Outliers(-FAR, FAR, x -> exact(x, quarters));
  }

  @Override
  void apply(float[] x, float[] y, int length) {
    compute(x, quarters, outliers, y, length);
  }

  /** The derivative is the same function a quarter of a turn on. */
  @Override
  void differentiate(float[] x, float[] gradient, float[] out, int length) {
    compute(x, quarters + 1, outliersOfDerivative, out, length);
    multiply(gradient, out, length);
  }

  private void compute(float[] x, int turned, Outliers far, float[] y, int length) {
    far.find(x, length);
    divide(x, turned, spare, y, length);
    cosine(y, spare2, length);
    sine(y, length);
    choose(spare, spare2, y, length);
    far.replace(y, length);
  }

  private static double exact(double x, int quarters) {
    return switch (quarters) {
      case 0 -> Math.sin(x);
      case 1 -> Math.cos(x);
      default -> -Math.sin(x);
    };
  }

  // The loops are static, short and without branches, so that the compiler vectorises them.

  /** Writes n + {@code turned} and r. */
  private static void divide(float[] x, float turned, float[] turns, float[] r, int length) {
    for (int i = 0; i < length; i++) {
      float n = x[i] * TWO_OVER_PI + ROUNDER - ROUNDER;
      r[i] = x[i] - n * HALF_PI - n * HALF_PI_REST - n * HALF_PI_LAST;
      turns[i] = n + turned;
    }
  }

  private static void cosine(float[] r, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      float q = r[i] * r[i];
      float p = 2.4433157e-5f;
      p = p * q - 1.3887316e-3f;
      p = p * q + 0.041666646f;
      out[i] = p * q * q - 0.5f * q + 1;
    }
  }

  /** In place. */
  private static void sine(float[] r, int length) {
    for (int i = 0; i < length; i++) {
      float q = r[i] * r[i];
      float p = -1.9515296e-4f;
      p = p * q + 8.332161e-3f;
      p = p * q - 0.16666655f;
      r[i] = p * q * r[i] + r[i];
    }
  }

  /** The cosine after an odd number of quarters; negative in the second half of a turn. */
  private static void choose(float[] turns, float[] cos, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      float half = turns[i] * 0.5f - 0.25f + ROUNDER - ROUNDER; // half of it, rounded down
      float odd = turns[i] - 2 * half; // 1 or 0
      float whole = half * 0.5f - 0.25f + ROUNDER - ROUNDER;
      float sign = 1 - 2 * (half - 2 * whole);
      y[i] = sign * (y[i] + odd * (cos[i] - y[i]));
    }
  }

  private static void multiply(float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] *= gradient[i];
    }
  }
}
