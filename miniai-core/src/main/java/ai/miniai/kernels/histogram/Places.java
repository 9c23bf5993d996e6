package ai.miniai.kernels.histogram;

import ai.miniai.array.FloatBits;
import ai.miniai.array.Lanes;
import ai.miniai.histogram.Bins;

/**
 * Finds the places (bin numbers) of float32 values in a histogram of their absolute values, in
 * loops that the compiler vectorises. Zeros have the first place, and all values above the bins
 * have the last one.
 */
abstract class Places {
  /** All places are less than this. */
  static final int MOST = 64;

  /** The place of 0 and −0. */
  static final int ZERO = 0;

  /** The place that zeros would have if they had none of their own. */
  static final int WITH_ZERO = 1;

  private final FloatBits bits = FloatBits.ofThread();
  private final int first;
  private final int above;

  private Places(int first, int bins) {
    this.first = first;
    this.above = bins + 2;
  }

  /**
   * The places of {@code bins}, for use by the calling thread only. The bins must be supported; see
   * {@link #exist}.
   */
  static Places of(Bins bins) {
    return bins.scale() == Bins.Scale.OCTAVES ? new OfOctaves(bins) : new OfEqualBins(bins);
  }

  static boolean exist(Bins bins) {
    return bins.count() <= MOST - 3 && (bins.min() == 0 || bins.scale() == Bins.Scale.OCTAVES);
  }

  /**
   * Writes the places of the first {@code length} values of {@code x}, which are at most one block.
   */
  abstract void find(float[] x, int[] places, int length);

  /** The place of the first bin. */
  final int first() {
    return first;
  }

  /** The last place. */
  final int above() {
    return above;
  }

  final void copyBits(float[] from, int[] to, int length) {
    bits.toBits(from, to, length);
  }

  /** Math.min(value, most), in a form that JDK 17 vectorises. */
  static int atMost(int most, int value) {
    int excess = value - most;
    return most + (excess & (excess >> 31));
  }

  /**
   * After the bins there is an extra place for values on the right edge, or less than one bin width
   * above it.
   */
  private static final class OfEqualBins extends Places {
    /** Near this number, the float32 values are exactly the integers. */
    private static final float INTEGERS = 3 << 22;

    /** Any number but 0, multiplied by this twice, is above 2. */
    private static final float HUGE = 0x1p127f;

    private final float[] scaled = new float[Lanes.count(1)];
    private final float max;
    private final int bins;

    OfEqualBins(Bins bins) {
      super(WITH_ZERO, bins.count());
      this.max = (float) bins.max();
      this.bins = bins.count();
    }

    @Override
    void find(float[] x, int[] places, int length) {
      scale(x, scaled, length, max, 2 * bins);
      copyBits(scaled, places, length);
      halve(places, length, Float.floatToRawIntBits(INTEGERS + 2 * above()));
    }

    /**
     * Writes INTEGERS + 2 · bin or INTEGERS + 2 · bin + 1, and 2 more unless the value is 0. With t
     * = 2 · |x| / max · bins, the bin is ⌊t / 2⌋ = ⌊r / 2⌋, where r is t − ½ rounded to the nearest
     * integer (ties to even).
     */
    private static void scale(float[] x, float[] out, int length, float max, float twiceBins) {
      for (int i = 0; i < length; i++) {
        float size = Math.abs(x[i]);
        float twoUnlessZero = Math.min(size * HUGE * HUGE, 2);
        out[i] = size / max * twiceBins - 0.5f + INTEGERS + twoUnlessZero;
      }
    }

    private static void halve(int[] places, int length, int most) {
      for (int i = 0; i < length; i++) {
        places[i] = (atMost(most, places[i]) >> 1) & (MOST - 1);
      }
    }
  }

  /** The octave of a number is its exponent. After zeros comes a place for all values below. */
  private static final class OfOctaves extends Places {
    private static final int MANTISSA_BITS = 23;

    private final int below;

    OfOctaves(Bins bins) {
      super(WITH_ZERO + 1, bins.count());
      below = Math.getExponent((float) bins.min()) + Float.MAX_EXPONENT - 1;
    }

    @Override
    void find(float[] x, int[] places, int length) {
      copyBits(x, places, length);
      octaves(places, length, below, above());
    }

    private static void octaves(int[] places, int length, int below, int above) {
      for (int i = 0; i < length; i++) {
        int size = places[i] & Integer.MAX_VALUE;
        int place = (size >>> MANTISSA_BITS) - below;
        int notZero = -size >>> 31;
        places[i] = atMost(above, (place & ~(place >> 31)) + notZero);
      }
    }
  }
}
