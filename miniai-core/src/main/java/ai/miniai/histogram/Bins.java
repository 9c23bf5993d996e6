package ai.miniai.histogram;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The bins of a histogram of absolute values; see {@code Tensor.distribution}. Each bin includes
 * its left edge. The last linear bin includes its right edge too; the last octave bin does not.
 *
 * @param count the number of bins, 1 to 65,536
 * @param min the left edge of the first bin, at least 0
 * @param max the right edge of the last bin, greater than {@code min}
 * @param scale how the edges between them are spaced
 */
public record Bins(int count, double min, double max, Scale scale) {
  /** How edges are spaced. */
  public enum Scale {
    /** All bins have the same width. */
    LINEAR,
    /**
     * Each edge is twice the previous one. All edges are powers of two, so they are evenly spaced
     * on a logarithmic axis.
     */
    OCTAVES
  }

  /** 50 bins over [0, 10], as in the course. */
  public static final Bins DEFAULT = new Bins(50, 0, 10);

  /**
   * 50 bins over [2⁻⁴⁰, 2¹⁰), which is 9·10⁻¹³ to 1,024. For values that span many orders of
   * magnitude.
   */
  public static final Bins OCTAVES = octaves(-40, 10);

  private static final int MOST = 1 << 16;

  /** Throws an {@link IllegalArgumentException} if the values are not valid. */
  public Bins {
    checkArgument(count >= 1 && count <= MOST, "expected 1 to %s bins, not %s", MOST, count);
    checkArgument(
        min >= 0 && (float) min < (float) max && Float.isFinite((float) max),
        "expected bins over a finite range with 0 <= min < max, not from %s to %s",
        min,
        max);
    checkArgument(
        scale == Scale.LINEAR || (isPowerOfTwo(min) && max == Math.scalb(min, count)),
        "octaves go from 2^a to 2^(a + count) with a >= %s, not from %s to %s in %s bins",
        Float.MIN_EXPONENT,
        min,
        max,
        count);
  }

  /** Linear bins over [min, max]. */
  public Bins(int count, double min, double max) {
    this(count, min, max, Scale.LINEAR);
  }

  /**
   * One bin per octave from 2^{@code lowest} to 2^{@code highest}. Zero counts as below the bins.
   *
   * @param lowest at least −126
   * @param highest greater than {@code lowest}, at most 127
   */
  public static Bins octaves(int lowest, int highest) {
    return new Bins(
        highest - lowest, Math.scalb(1.0, lowest), Math.scalb(1.0, highest), Scale.OCTAVES);
  }

  /** The left edge of bin {@code i}; for {@code i = count}, the right edge of the last bin. */
  public double edge(int i) {
    checkArgument(i >= 0 && i <= count, "there are edges 0 to %s, not %s", count, i);
    return scale == Scale.OCTAVES ? Math.scalb(min, i) : min + (max - min) * i / count;
  }

  private static boolean isPowerOfTwo(double value) {
    return value >= Float.MIN_NORMAL && value == Math.scalb(1.0, Math.getExponent(value));
  }
}
