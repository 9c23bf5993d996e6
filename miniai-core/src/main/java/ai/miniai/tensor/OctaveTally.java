package ai.miniai.tensor;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The distribution of any values over octaves, on the host. The exponent of a number is its octave,
 * so values are counted by the bits of their exponent, and no logarithm is taken.
 */
final class OctaveTally {
  private static final int FLOAT_EXPONENTS = 1 << 8;
  private static final int DOUBLE_EXPONENTS = 1 << 11;
  private static final int FLOAT_MANTISSA = 23;
  private static final int DOUBLE_MANTISSA = 52;

  /** Enough for mean and deviation. */
  private static final Bins ONE_BIN = new Bins(1, 0, 1);

  private OctaveTally() {}

  /** The numbers of {@link Tensor#distribution} of a dense array that the host can read. */
  static double[] summary(INDArray x, Bins bins) {
    long[] exponents = FloatBlocks.canRead(x) ? ofFloats(x) : ofDoubles(x);
    int nonFinite = exponents.length - 1;
    int lowest = Math.getExponent(bins.min()) + nonFinite / 2; // exponents are stored from 0 on
    int end = lowest + bins.count();
    double[] head = CpuDistribution.summary(x, ONE_BIN);
    double[] summary = new double[5 + bins.count()];
    summary[0] = head[0];
    summary[1] = head[1];
    summary[2] = exponents[nonFinite];
    for (int i = 0; i < nonFinite; i++) {
      summary[i < lowest ? 3 : i < end ? 5 + i - lowest : 4] += exponents[i];
    }
    return summary;
  }

  private static long[] ofFloats(INDArray x) {
    return FloatBlocks.of(x).reduce(Exponents::new).counts;
  }

  /** How many values have each exponent, as it is stored. */
  private static final class Exponents implements FloatBlocks.Gatherer<Exponents> {
    private final long[] counts = new long[FLOAT_EXPONENTS];

    @Override
    public void add(float[][] blocks, int length) {
      for (int i = 0; i < length; i++) {
        int bits = Float.floatToRawIntBits(blocks[0][i]);
        counts[(bits >>> FLOAT_MANTISSA) & (FLOAT_EXPONENTS - 1)]++;
      }
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Exponents later) {
      Arrays.setAll(counts, i -> counts[i] + later.counts[i]);
    }
  }

  private static long[] ofDoubles(INDArray x) {
    long[] exponents = new long[DOUBLE_EXPONENTS];
    DoubleBuffer values = x.data().asNioDouble();
    int from = Math.toIntExact(x.offset());
    try {
      for (int i = 0; i < x.length(); i++) {
        long bits = Double.doubleToRawLongBits(values.get(from + i));
        exponents[(int) (bits >>> DOUBLE_MANTISSA) & (DOUBLE_EXPONENTS - 1)]++;
      }
    } finally {
      Reference.reachabilityFence(x); // the buffer does not keep its memory
    }
    return exponents;
  }
}
