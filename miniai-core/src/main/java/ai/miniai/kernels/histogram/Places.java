package ai.miniai.kernels.histogram;

import ai.miniai.array.FloatBits;
import ai.miniai.histogram.Bins;

/**
 * Finds the places (bin numbers) of float32 values in a histogram of their absolute values, in
 * loops that the compiler vectorises. All values above the bins have the last place.
 */
abstract class Places {
  /** The place of 0 and −0, if they have one of their own: {@link #first} is above it then. */
  static final int ZERO = 0;

  private final int first;
  private final int above;

  private Places(int first, int above) {
    this.first = first;
    this.above = above;
  }

  /**
   * The places of {@code bins}, for use by the calling thread only. The bins must be supported; see
   * {@link #exist}.
   */
  static Places of(Bins bins) {
    return bins.scale() == Bins.Scale.OCTAVES ? new OfOctaves(bins) : new OfEqualBins(bins);
  }

  static boolean exist(Bins bins) {
    return bins.count() <= PairTable.WIDTH - 3
        && (bins.min() == 0 || bins.scale() == Bins.Scale.OCTAVES);
  }

  /**
   * Writes the places of the first {@code length} values of each of four arrays, as {@link
   * PairTable#pack} does.
   *
   * @param bits those of the values, if {@link #areOfBits}
   */
  abstract void find(float[][] x, int[][] bits, int[] fours, int length);

  /** Whether places follow from the bits of the values. */
  abstract boolean areOfBits();

  /** The place of a single value. */
  abstract int of(float value);

  /** The place of the first bin. */
  final int first() {
    return first;
  }

  /** The last place. */
  final int above() {
    return above;
  }

  /**
   * After the bins there is an extra place for values on the right edge, or less than one bin width
   * above it.
   */
  private static final class OfEqualBins extends Places {
    /** Near this number, the float32 values are exactly the integers. */
    private static final float INTEGERS = 3 << 22;

    /** Of two half places in one number: twice the most places, and a bit. */
    private static final int HALF_BITS = 8;

    private static final int MASK = PairTable.WIDTH - 1;

    private final FloatBits bits = FloatBits.ofThread();
    private final float[] halves = new float[QuarterBlocks.QUARTER];
    private final int[][] pairs = new int[2][QuarterBlocks.QUARTER];
    private final float max;
    private final float most;
    private final int bins;

    OfEqualBins(Bins bins) {
      super(0, bins.count() + 1);
      this.max = (float) bins.max();
      this.most = (float) (bins.max() * (bins.count() + 1.5) / bins.count());
      this.bins = bins.count();
    }

    @Override
    void find(float[][] x, int[][] unused, int[] fours, int length) {
      for (int i = 0; i < pairs.length; i++) { // a loop that is inlined twice is not vectorised
        scale(x[2 * i], x[2 * i + 1], halves, length, most, max, 2 * bins);
        bits.toBits(halves, pairs[i], length);
      }
      pack(pairs[0], pairs[1], fours, length);
    }

    @Override
    boolean areOfBits() {
      return false;
    }

    @Override
    int of(float value) {
      return (int) (Math.min(Math.abs(value), most) / max * bins);
    }

    /** Writes INTEGERS + two half places. */
    private static void scale(
        float[] x, float[] y, float[] out, int length, float most, float max, float twiceBins) {
      for (int i = 0; i < length; i++) {
        float high = halfPlace(x[i], most, max, twiceBins) - INTEGERS;
        out[i] = high * (1 << HALF_BITS) + halfPlace(y[i], most, max, twiceBins);
      }
    }

    /**
     * INTEGERS + 2 · bin or INTEGERS + 2 · bin + 1. With t = 2 · |x| / max · bins, the bin is ⌊t /
     * 2⌋ = ⌊r / 2⌋, where r is t − ½ rounded to the nearest integer (ties to even).
     */
    private static float halfPlace(float x, float most, float max, float twiceBins) {
      return Math.min(Math.abs(x), most) / max * twiceBins - 0.5f + INTEGERS;
    }

    private static void pack(int[] left, int[] right, int[] fours, int length) {
      for (int i = 0; i < length; i++) {
        int ab = left[i] >> 1;
        int cd = right[i] >> 1;
        fours[i] =
            PairTable.pack(ab >> HALF_BITS & MASK, ab & MASK, cd >> HALF_BITS & MASK, cd & MASK);
      }
    }
  }

  /**
   * The octave of a number is its exponent. Zeros have the first place, and all other values below
   * the bins the second.
   */
  private static final class OfOctaves extends Places {
    private static final int MANTISSA_BITS = 23;

    private final int least;
    private final int most;

    OfOctaves(Bins bins) {
      super(ZERO + 2, bins.count() + 2);
      least = Math.getExponent((float) bins.min()) + Float.MAX_EXPONENT - 1;
      most = least + bins.count() + 1;
    }

    @Override
    void find(float[][] x, int[][] bits, int[] fours, int length) {
      pack(bits[0], bits[1], bits[2], bits[3], fours, length, least, most);
    }

    @Override
    boolean areOfBits() {
      return true;
    }

    @Override
    int of(float value) {
      return octave(Float.floatToRawIntBits(value), least, most);
    }

    private static void pack(
        int[] a, int[] b, int[] c, int[] d, int[] fours, int length, int least, int most) {
      for (int i = 0; i < length; i++) {
        fours[i] =
            PairTable.pack(
                octave(a[i], least, most),
                octave(b[i], least, most),
                octave(c[i], least, most),
                octave(d[i], least, most));
      }
    }

    /** The lesser of exponent and most, then the greater of that and least, without a branch. */
    private static int octave(int bits, int least, int most) {
      int size = bits & Integer.MAX_VALUE;
      int excess = (size >>> MANTISSA_BITS) - most;
      int place = (excess & (excess >> 31)) + (most - least);
      int notZero = -size >>> 31;
      return (place & ~(place >> 31)) + notZero;
    }
  }
}
