package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Equal bins over [min, max] for the histogram of absolute values; see {@link Tensor#distribution}.
 * Each bin holds its left edge, the last one its right edge too.
 *
 * @param count the number of bins, 1 to 65,536
 * @param min the left edge of the first bin, 0 or more
 * @param max the right edge of the last bin, more than {@code min}
 */
public record Bins(int count, double min, double max) {
  /** 50 bins over [0, 10], as in the course. */
  public static final Bins DEFAULT = new Bins(50, 0, 10);

  private static final int MOST = 1 << 16;

  /** Fails with an {@link IllegalArgumentException} if there are no such bins. */
  public Bins {
    checkArgument(count >= 1 && count <= MOST, "expected 1 to %s bins, not %s", MOST, count);
    checkArgument(
        min >= 0 && (float) min < (float) max && Float.isFinite((float) max),
        "expected bins over a finite range with 0 <= min < max, not from %s to %s",
        min,
        max);
  }
}
