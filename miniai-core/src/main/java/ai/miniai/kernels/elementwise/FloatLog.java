package ai.miniai.kernels.elementwise;

import ai.miniai.array.FloatBits;

/**
 * The natural logarithm of float32 values, and that of one more than these, in loops that the
 * compiler vectorises: u = 2ⁿ · (1 + f) with 1 + f between √½ and √2, and log u = n · log 2 + log(1
 * + f). With s = f / (2 + f), log(1 + f) = 2 · artanh(s) = f − (f² / 2 − s · (f² / 2 + r)), where r
 * is 2 · s² / 3 + 2 · s⁴ / 5 + …, so what is rounded is small beside f. The error is at most 1.5
 * units in the last place. An object is for one thread at a time.
 */
public final class FloatLog {
  /** Makes the smallest of all float32 values a normal number. */
  private static final int SCALE_EXPONENT = 24;

  private static final float SCALE = 1 << SCALE_EXPONENT;
  private static final int ROOT_OF_HALF = Float.floatToRawIntBits((float) Math.sqrt(0.5));
  private static final int ONE = Float.floatToRawIntBits(1);
  private static final int MANTISSA_BITS = 23;

  /** This plus a small integer n has the bits of this, plus n. */
  private static final float ROUNDER = 3 << 22;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  /** ln 2 is the sum of these two. n times the first is exact. */
  private static final float LN_2 = 355f / 512;

  private static final float LN_2_REST = (float) (Math.log(2) - 355.0 / 512);

  private float[] exponents = {};
  private float[] powers = {};
  private int[] patterns = {};
  private int[] morePatterns = {};

  /**
   * Writes log of the first {@code length} values of {@code x} to {@code y}, which may be x. They
   * are at most 10³⁰. The logarithm of 0 is about −108, and that of negative values is undefined.
   */
  public void apply(float[] x, float[] y, int length) {
    scale(x, y, length);
    split(y, length);
    fraction(y, powers, length);
    combine(exponents, ROUNDER + SCALE_EXPONENT, y, length);
  }

  /**
   * Writes log(1 + x) of the first {@code length} values of {@code x} to {@code y}, which may be x.
   * They are greater than −1 and at most 10³⁰.
   */
  void applyToOneMore(float[] x, float[] y, int length) {
    makeRoom(length);
    addOne(x, powers, length);
    split(powers, length);
    fractionOfOneMore(x, powers, y, length);
    combine(exponents, ROUNDER, y, length);
  }

  /**
   * Like {@link #apply}, but the error is half a unit in the last place and at most 10⁻⁹ more.
   * Takes four times as long.
   */
  public void applyInDouble(float[] x, float[] y, int length) {
    scale(x, y, length);
    split(y, length);
    fraction(y, powers, length);
    combineInDouble(exponents, y, length);
  }

  private void makeRoom(int length) {
    if (exponents.length < length) {
      exponents = new float[length];
      powers = new float[length];
      patterns = new int[length];
      morePatterns = new int[length];
    }
  }

  /** Writes ROUNDER + n to {@link #exponents}, and 2⁻ⁿ to {@link #powers}. */
  private void split(float[] u, int length) {
    makeRoom(length);
    FloatBits bits = FloatBits.ofThread();
    bits.toBits(u, patterns, length);
    split(patterns, morePatterns, length);
    bits.toFloats(morePatterns, exponents, length);
    bits.toFloats(patterns, powers, length);
  }

  private static void scale(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] * SCALE;
    }
  }

  private static void addOne(float[] x, float[] u, int length) {
    for (int i = 0; i < length; i++) {
      u[i] = 1 + x[i];
    }
  }

  /** Replaces the bits of u by those of 2⁻ⁿ. (Conversions of numbers are not vectorised.) */
  private static void split(int[] bits, int[] exponents, int length) {
    for (int i = 0; i < length; i++) {
      int n = (bits[i] - ROOT_OF_HALF) >> MANTISSA_BITS;
      exponents[i] = ROUNDER_BITS + n;
      bits[i] = ONE - (n << MANTISSA_BITS);
    }
  }

  /** Replaces u by f, which is exact. */
  private static void fraction(float[] u, float[] powers, int length) {
    for (int i = 0; i < length; i++) {
      u[i] = u[i] * powers[i] - 1;
    }
  }

  /** What u = 1 + x was rounded by is not lost here. */
  private static void fractionOfOneMore(float[] x, float[] powers, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = x[i] * powers[i] + (powers[i] - 1);
    }
  }

  /** Replaces f by the logarithm, which is rounded once. */
  private static void combineInDouble(float[] exponents, float[] f, int length) {
    for (int i = 0; i < length; i++) {
      double n = exponents[i] - (ROUNDER + SCALE_EXPONENT);
      double s = f[i] / (2.0 + f[i]);
      double q = s * s;
      double p = 2.0 / 11;
      p = p * q + 2.0 / 9;
      p = p * q + 2.0 / 7;
      p = p * q + 2.0 / 5;
      p = p * q + 2.0 / 3;
      f[i] = (float) (n * Math.log(2) + s * (2 + q * p));
    }
  }

  /** Replaces f by the logarithm. */
  private static void combine(float[] exponents, float rounder, float[] f, int length) {
    for (int i = 0; i < length; i++) {
      float n = exponents[i] - rounder;
      float s = f[i] / (2 + f[i]);
      float q = s * s;
      float half = 0.5f * f[i] * f[i];
      float p = 2f / 9;
      p = p * q + 2f / 7;
      p = p * q + 2f / 5;
      p = p * q + 2f / 3;
      f[i] = n * LN_2 - (half - (s * (half + q * p) + n * LN_2_REST) - f[i]);
    }
  }
}
