package ai.miniai.onnx;

/**
 * A size in a shape, or the end of a slice.
 *
 * @param number the size, or how many times the batch size it is
 */
record Size(long number, boolean ofBatch) {
  /**
   * The batch sizes of the two runs: few items, one odd and one even, so that the half of a batch,
   * say, or whether it is odd, is taken neither for a constant nor for a multiple.
   */
  static final int SMALL = 3;

  static final int LARGE = 8;

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
