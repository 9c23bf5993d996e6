package ai.miniai.kernels.elementwise;

import ai.miniai.array.FloatBits;

/**
 * The natural logarithm of float32 values in [0, 10³⁰], in loops that the compiler vectorises: x =
 * 2ⁿ · m with m between √½ and √2, and log m = 2 · artanh((m − 1) / (m + 1)). The relative error is
 * at most 2·10⁻⁷. The logarithm of 0 is about −105, and that of other values is undefined. An
 * object is for one thread at a time.
 */
public final class FloatLog {
  /** Makes the smallest of all float32 values a normal number. */
  private static final int SCALE_EXPONENT = 24;

  private static final float SCALE = 1 << SCALE_EXPONENT;
  private static final int ROOT_OF_HALF = Float.floatToRawIntBits((float) Math.sqrt(0.5));
  private static final int MANTISSA_BITS = 23;
  private static final float LN_2 = (float) Math.log(2);

  private final FloatBits bits = FloatBits.ofThread();
  private float[] exponents = {};
  private int[] patterns = {};

  /** Writes log of the first {@code length} values of {@code x} to {@code y}, which may be x. */
  public void apply(float[] x, float[] y, int length) {
    if (exponents.length < length) {
      exponents = new float[length];
      patterns = new int[length];
    }
    scale(x, y, length);
    bits.toBits(y, patterns, length);
    split(patterns, exponents, length);
    bits.toFloats(patterns, y, length);
    combine(y, exponents, length);
  }

  private static void scale(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] * SCALE;
    }
  }

  /** Writes n, and replaces the bits of x by those of m. */
  private static void split(int[] bits, float[] exponents, int length) {
    for (int i = 0; i < length; i++) {
      int n = (bits[i] - ROOT_OF_HALF) >> MANTISSA_BITS;
      exponents[i] = n - SCALE_EXPONENT;
      bits[i] -= n << MANTISSA_BITS;
    }
  }

  private static void combine(float[] m, float[] exponents, int length) {
    for (int i = 0; i < length; i++) {
      float s = (m[i] - 1) / (m[i] + 1);
      float q = s * s;
      float p = 1f / 9;
      p = p * q + 1f / 7;
      p = p * q + 1f / 5;
      p = p * q + 1f / 3;
      m[i] = exponents[i] * LN_2 + 2 * (s + s * q * p);
    }
  }
}
