package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A square window that moves over images. A bad one is refused when its layer is built, which is
 * where the mistake is, rather than at the first batch.
 */
record LayerWindow(int size, int stride, int padding) {
  LayerWindow {
    checkArgument(size > 0, "the size of the window must be positive, not %s", size);
    checkArgument(stride > 0, "the stride must be positive, not %s", stride);
    checkArgument(
        padding >= 0 && padding < size,
        "the padding must be at least 0 and less than the window's size, %s, not %s",
        size,
        padding);
  }

  /** What a convolution with this window says of it. */
  String details() {
    return ", kernel "
        + size
        + (stride == 1 ? "" : ", stride " + stride)
        + (padding == 0 ? "" : ", padding " + padding);
  }
}
