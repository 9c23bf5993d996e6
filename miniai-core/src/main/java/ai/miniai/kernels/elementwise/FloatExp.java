package ai.miniai.kernels.elementwise;

import ai.miniai.array.FloatBits;

/**
 * The exponential function of float32 values, in loops that the compiler vectorises: exp(x) = 2ⁿ ·
 * exp(r), where n is an integer and |r| ≤ ln 2 / 2. The relative error is at most 2·10⁻⁷. Results
 * below 10⁻³⁸ are 0. An object is for one thread at a time. Source of the coefficients: Cephes,
 * {@code expf}.
 */
public final class FloatExp {
  /** From here on the result is infinite. */
  private static final float HIGHEST = 89.4f;

  /** From here down the result is 0. */
  private static final float LOWEST = -87.5f;

  private static final float LOG2_E = 1.442695f;

  /** ln 2 is the sum of these two. n times the first is exact. */
  private static final float LN_2 = 0.6933594f;

  private static final float LN_2_REST = -0.00021219444f;

  /** Adding this number to a small one rounds to an integer, which the lowest bits then hold. */
  private static final float ROUNDER = 3 << 22;

  private static final int MANTISSA_BITS = 23;

  /** ROUNDER + n has the bits of ROUNDER, plus n. 2ⁿ⁻¹ has the exponent bits n − 1 + 127. */
  private static final int TO_EXPONENT = Float.MAX_EXPONENT - 1 - Float.floatToRawIntBits(ROUNDER);

  private float[] powers = {};
  private int[] exponents = {};

  /** Writes exp of the first {@code length} values of {@code x} to {@code y}, which may be x. */
  public void apply(float[] x, float[] y, int length) {
    if (powers.length < length) {
      powers = new float[length];
      exponents = new int[length];
    }
    divide(x, powers, y, length);
    FloatBits bits = FloatBits.ofThread();
    bits.toBits(powers, exponents, length);
    shift(exponents, length);
    bits.toFloats(exponents, powers, length);
    multiply(y, powers, length);
  }

  /** Writes ROUNDER + n and 2 · exp(r). */
  private static void divide(float[] x, float[] rounded, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      float v = Math.max(Math.min(x[i], HIGHEST), LOWEST);
      float t = v * LOG2_E + ROUNDER;
      rounded[i] = t;
      float n = t - ROUNDER;
      float r = v - n * LN_2 - n * LN_2_REST;
      float p = 0.00019875691f;
      p = p * r + 0.0013981999f;
      p = p * r + 0.008333452f;
      p = p * r + 0.041665796f;
      p = p * r + 0.16666666f;
      p = p * r + 0.5f;
      p = p * r * r + r + 1;
      y[i] = p + p;
    }
  }

  /** Turns the bits of ROUNDER + n into those of 2ⁿ⁻¹. */
  private static void shift(int[] bits, int length) {
    for (int i = 0; i < length; i++) {
      bits[i] = (bits[i] + TO_EXPONENT) << MANTISSA_BITS;
    }
  }

  private static void multiply(float[] y, float[] powers, int length) {
    for (int i = 0; i < length; i++) {
      y[i] *= powers[i];
    }
  }
}
