package ai.miniai.kernels.elementwise;

/**
 * log(1 + exp(−|x|)) of float32 values, in loops that the compiler vectorises: log(1 + t) = 2 ·
 * artanh(t / (2 + t)), whose series has few terms for t = exp(−|x|) in [0, 1]. The relative error
 * is at most 3·10⁻⁷. An object is for one thread at a time.
 */
public final class LogOnePlusExp {
  private final FloatExp exp = new FloatExp();

  /**
   * Writes the values of the first {@code length} elements of {@code x} to {@code y}, another
   * array.
   */
  public void apply(float[] x, float[] y, int length) {
    negativeMagnitude(x, y, length);
    exp.apply(y, y, length);
    logarithm(y, length);
  }

  private static void negativeMagnitude(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = -Math.abs(x[i]);
    }
  }

  private static void logarithm(float[] t, int length) {
    for (int i = 0; i < length; i++) {
      float s = t[i] / (2 + t[i]);
      float q = s * s;
      float p = 1f / 15;
      p = p * q + 1f / 13;
      p = p * q + 1f / 11;
      p = p * q + 1f / 9;
      p = p * q + 1f / 7;
      p = p * q + 1f / 5;
      p = p * q + 1f / 3;
      t[i] = 2 * (s + s * q * p);
    }
  }
}
