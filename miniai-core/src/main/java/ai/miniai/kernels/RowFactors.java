package ai.miniai.kernels;

import java.util.Arrays;

/** What turns the rows in a block into (x − mean) / √(variance + eps), repeated for each value. */
final class RowFactors {
  private final int length;
  private final double eps;
  private final float[] centre;
  private final float[] scale;
  private final float[] shift;

  /** For rows of {@code length} values in a block of {@code size} values. */
  RowFactors(int length, double eps, int size) {
    this.length = length;
    this.eps = eps;
    centre = new float[size];
    scale = new float[size];
    shift = new float[size];
  }

  /**
   * For the row that begins at {@code from}. Its mean is rounded to float32; {@code shift} makes up
   * for that.
   */
  void set(int from, double mean, double variance) {
    float rounded = (float) mean;
    double inverse = 1 / Math.sqrt(variance + eps);
    Arrays.fill(centre, from, from + length, rounded);
    Arrays.fill(scale, from, from + length, (float) inverse);
    Arrays.fill(shift, from, from + length, (float) ((rounded - mean) * inverse));
  }

  /** Writes the normalised values of {@code x} to {@code y}. */
  void normalise(float[] x, float[] y, int count) {
    normalise(x, centre, scale, shift, y, count);
  }

  /** Static, so that the compiler vectorises it. */
  private static void normalise(
      float[] x, float[] centre, float[] scale, float[] shift, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = (x[i] - centre[i]) * scale[i] + shift[i];
    }
  }

  /** 1 / √(variance + eps), repeated for each value. */
  float[] scale() {
    return scale;
  }
}
