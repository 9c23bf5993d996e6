package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A square window that slides over images. Invalid sizes are rejected when the layer is built, not
 * in the first batch.
 */
record LayerWindow(int size, int stride, int padding) {
  LayerWindow {
    check(size, stride, padding);
  }

  /** Throws if these are no window. */
  static void check(int size, int stride, int padding) {
    checkArgument(size > 0, "the size of the window must be positive, not %s", size);
    checkArgument(stride > 0, "the stride must be positive, not %s", stride);
    checkArgument(
        padding >= 0 && padding < size,
        "the padding must be at least 0 and less than the window's size, %s, not %s",
        size,
        padding);
  }

  /** The part of a convolution's text that describes this window. */
  String details() {
    return ", kernel "
        + size
        + (stride == 1 ? "" : ", stride " + stride)
        + (padding == 0 ? "" : ", padding " + padding);
  }
}
