package ai.miniai.tensor;

/** What {@link Tensor#pad(PadMode, int[])} puts beside the values. */
public enum PadMode {
  /** Zeros. */
  CONSTANT,
  /** The values mirrored at the outermost one, which is not repeated: c b | a b c | b a. */
  REFLECT,
  /** The outermost value: a a | a b c | c c. */
  REPLICATE,
  /** The values from the other end: b c | a b c | a b. */
  CIRCULAR
}
