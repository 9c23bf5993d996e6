package ai.miniai.kernels.elementwise;

/**
 * The hyperbolic tangent as a quotient of polynomials. The relative error is at most 4·10⁻⁷. Source
 * of the coefficients: Eigen, {@code generic_fast_tanh_float}.
 */
final class CpuTanh extends FloatFunction {
  /** From this input on, the result is 1. */
  private static final float END = 7.905311f;

  @Override
  void apply(float[] x, float[] y, int length) {
    tanh(x, y, length);
  }

  /** Static, so that the compiler vectorises it. */
  private static void tanh(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      float v = Math.max(Math.min(x[i], END), -END);
      float s = v * v;
      float p = -2.7607684e-16f;
      p = p * s + 2.000188e-13f;
      p = p * s - 8.604672e-11f;
      p = p * s + 5.1222973e-8f;
      p = p * s + 1.48572235e-5f;
      p = p * s + 6.3726195e-4f;
      p = p * s + 4.8935246e-3f;
      float q = 1.1982584e-6f;
      q = q * s + 1.1853471e-4f;
      q = q * s + 2.2684347e-3f;
      q = q * s + 4.893525e-3f;
      y[i] = v * p / q;
    }
  }

  /** 1 − y². */
  @Override
  void differentiate(float[] y, float[] gradient, float[] out, int length) {
    multiply(y, gradient, out, length);
  }

  private static void multiply(float[] y, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] * (1 - y[i] * y[i]);
    }
  }
}
