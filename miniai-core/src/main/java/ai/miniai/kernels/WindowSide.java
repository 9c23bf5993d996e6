package ai.miniai.kernels;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One side of a {@link Window}.
 *
 * @param size the number of values under the window
 * @param stride the distance from one position of the window to the next
 * @param padding the length added at both ends of the side
 * @param dilation the distance from one value under the window to the next
 */
public record WindowSide(int size, int stride, int padding, int dilation) {
  public WindowSide {
    checkArgument(size > 0, "a window's size must be positive, not %s", size);
    checkArgument(stride > 0, "the stride must be positive, not %s", stride);
    checkArgument(padding >= 0, "the padding must not be negative, as %s is", padding);
    checkArgument(dilation > 0, "the dilation must be positive, not %s", dilation);
  }

  /** The length from the first value under the window to the last: the size if it is dense. */
  public long reach() {
    return (size - 1L) * dilation + 1;
  }

  /** The number of window positions along a side of this length. */
  public long places(long length) {
    return (length + 2L * padding - reach()) / stride + 1;
  }

  /** Whether a side of this length, with its padding, is at least as long as the window. */
  public boolean isWithin(long length) {
    return length + 2L * padding >= reach();
  }

  /**
   * Whether the window positions cover a side of this length, with its padding, exactly to the end.
   */
  public boolean fits(long length) {
    return isWithin(length) && (length + 2L * padding - reach()) % stride == 0;
  }

  /**
   * The number of window positions along a side of this length if the last one may extend beyond
   * the padding (PyTorch's {@code ceil_mode}). It starts inside the side or the padding before it.
   */
  public long ceilPlaces(long length) {
    long beyond = length + 2L * padding - reach();
    long all = Math.floorDiv(beyond + stride - 1, stride) + 1;
    return (all - 1) * stride >= length + padding ? all - 1 : all;
  }

  /** The length that {@link #ceilPlaces} windows cover, and at least the side with its padding. */
  public long covered(long length) {
    return Math.max((ceilPlaces(length) - 1) * stride + reach(), length + 2L * padding);
  }
}
