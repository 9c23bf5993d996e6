package ai.miniai.onnx;

/**
 * A size in a shape, or the end of a slice.
 *
 * @param number the size, or how many times the batch size it is
 */
record Size(long number, boolean ofBatch) {
  /** The batch sizes of the two runs. No usual function of the batch size is 3 → 3 and 5 → 5 k. */
  static final int SMALL = 3;

  static final int LARGE = 5;

  /** The size that is {@code small} and {@code large} in the two runs. */
  static Size of(long small, long large) {
    if (small == large) {
      return new Size(small, false);
    }
    if (small % SMALL == 0 && small / SMALL * LARGE == large) {
      return new Size(small / SMALL, true);
    }
    throw new Untranslatable(
        "has a size that is no multiple of the batch size: %s for a batch of %s, %s for one of %s"
            .formatted(small, SMALL, large, LARGE));
  }
}
