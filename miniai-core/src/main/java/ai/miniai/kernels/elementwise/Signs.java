package ai.miniai.kernels.elementwise;

/**
 * Properties of float32 values, given as bits. The results have all bits set (true) or none
 * (false). There are no branches, so that the compiler vectorises loops with them.
 */
final class Signs {
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private Signs() {}

  /** Whether the sign bit is 0 and the value is not 0; true for a NaN with this sign. */
  static int positive(int bits) {
    return (~bits & -bits) >> (Integer.SIZE - 1);
  }

  static int nonzero(int bits) {
    return (bits | -bits) >> (Integer.SIZE - 1);
  }

  static int nan(int bits) {
    return (INFINITY - (bits & Integer.MAX_VALUE)) >> (Integer.SIZE - 1);
  }
}
