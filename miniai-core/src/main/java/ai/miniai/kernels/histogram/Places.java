package ai.miniai.kernels.histogram;

import ai.miniai.array.FloatBits;
import ai.miniai.array.Lanes;
import ai.miniai.histogram.Bins;

/**
 * Finds the places (bin numbers) of float32 values in a histogram of their absolute values, in
 * loops that the compiler vectorises. The last place is for all values above the bins.
 */
abstract class Places {
  /** All places are less than this. */
  static final int MOST = 64;

  private final FloatBits bits = FloatBits.ofThread();
  private final int first;
  private final int above;

  private Places(int first, int bins) {
    this.first = first;
    this.above = bins + 1;
  }

  /**
   * The places of {@code bins}, for use by the calling thread only. The bins must be supported; see
   * {@link #exist}.
   */
  static Places of(Bins bins) {
    return bins.scale() == Bins.Scale.OCTAVES ? new OfOctaves(bins) : new OfEqualBins(bins);
  }

  static boolean exist(Bins bins) {
    return bins.count() <= MOST - 2 && (bins.min() == 0 || bins.scale() == Bins.Scale.OCTAVES);
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

    private final float[] scaled = new float[Lanes.count(1)];
    private final float max;
    private final int bins;

    OfEqualBins(Bins bins) {
      super(0, bins.count());
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
     * Writes INTEGERS + 2 · bin or INTEGERS + 2 · bin + 1. With t = 2 · |x| / max · bins, the bin
     * is ⌊t / 2⌋ = ⌊r / 2⌋, where r is t − ½ rounded to the nearest integer (ties to even).
     */
    private static void scale(float[] x, float[] out, int length, float max, float twiceBins) {
      for (int i = 0; i < length; i++) {
        out[i] = Math.abs(x[i]) / max * twiceBins - 0.5f + INTEGERS;
      }
    }

    private static void halve(int[] places, int length, int most) {
      for (int i = 0; i < length; i++) {
        places[i] = (atMost(most, places[i]) >> 1) & (MOST - 1);
      }
    }
  }

  /** The octave of a number is its exponent. The first place is for all values below the bins. */
  private static final class OfOctaves extends Places {
    private static final int MANTISSA_BITS = 23;
    private static final int EXPONENTS = 1 << 8;

    private final int below;

    OfOctaves(Bins bins) {
      super(1, bins.count());
      below = Math.getExponent((float) bins.min()) + Float.MAX_EXPONENT - 1;
    }

    @Override
    void find(float[] x, int[] places, int length) {
      copyBits(x, places, length);
      octaves(places, length, below, above());
    }

    private static void octaves(int[] places, int length, int below, int above) {
      for (int i = 0; i < length; i++) {
        int place = ((places[i] >>> MANTISSA_BITS) & (EXPONENTS - 1)) - below;
        places[i] = atMost(above, place & ~(place >> 31));
      }
    }
  }
}
