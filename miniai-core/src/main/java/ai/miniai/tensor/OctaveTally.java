package ai.miniai.tensor;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The distribution of values over octaves, on the host. The exponent of a number is its octave, so
 * values are counted by the bits of their exponent, and no logarithm is taken.
 */
final class OctaveTally implements FloatBlocks.Gatherer<OctaveTally> {
  private static final int FLOAT_EXPONENTS = 1 << 8;
  private static final int DOUBLE_EXPONENTS = 1 << 11;
  private static final int FLOAT_MANTISSA = 23;
  private static final int DOUBLE_MANTISSA = 52;

  /** How many values are counted at once, in tables of their own: one need not wait for another. */
  private static final int TABLES = 4;

  /** Outside these, squares may be too small or too large for float32. */
  private static final double LEAST_VARIANCE = 1e-30;

  private static final double GREATEST_VARIANCE = 1e30;

  /** Enough for mean and deviation. */
  private static final Bins ONE_BIN = new Bins(1, 0, 1);

  private final ColumnMoments moments = new ColumnMoments(1);
  private final int[] tables = new int[TABLES * FLOAT_EXPONENTS];
  private final long[] exponents = new long[FLOAT_EXPONENTS];
  private long n;

  /** The numbers of {@link Tensor#distribution} of a dense array that the host can read. */
  static double[] summary(INDArray x, Bins bins) {
    if (!FloatBlocks.canRead(x)) {
      double[] head = CpuDistribution.summary(x, ONE_BIN);
      return summary(head[0], head[1], countExponents(x), bins);
    }
    OctaveTally tally = FloatBlocks.of(x).reduce(OctaveTally::new);
    if (tally.hasSoundMoments()) {
      double variance = tally.moments.variance()[0] * tally.n / (tally.n - 1);
      return summary(tally.moments.mean()[0], Math.sqrt(variance), tally.exponents, bins);
    }
    double[] head = CpuDistribution.summary(x, ONE_BIN);
    return summary(head[0], head[1], tally.exponents, bins);
  }

  private static double[] summary(double mean, double std, long[] exponents, Bins bins) {
    int nonFinite = exponents.length - 1;
    int lowest = Math.getExponent(bins.min()) + nonFinite / 2; // exponents are stored from 0 on
    int end = lowest + bins.count();
    double[] summary = new double[5 + bins.count()];
    summary[0] = mean;
    summary[1] = std;
    summary[2] = exponents[nonFinite];
    for (int i = 0; i < nonFinite; i++) {
      summary[i < lowest ? 3 : i < end ? 5 + i - lowest : 4] += exponents[i];
    }
    return summary;
  }

  /** Of a dense DOUBLE array. */
  private static long[] countExponents(INDArray x) {
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

  @Override
  public void add(float[][] blocks, int length) {
    moments.add(blocks, length);
    n += length;
    count(blocks[0], length, tables);
  }

  private static void count(float[] x, int length, int[] tables) {
    int quarter = length / TABLES;
    for (int i = 0; i < quarter; i++) {
      tables[exponent(x[i])]++;
      tables[FLOAT_EXPONENTS + exponent(x[i + quarter])]++;
      tables[2 * FLOAT_EXPONENTS + exponent(x[i + 2 * quarter])]++;
      tables[3 * FLOAT_EXPONENTS + exponent(x[i + 3 * quarter])]++;
    }
    for (int i = TABLES * quarter; i < length; i++) {
      tables[exponent(x[i])]++;
    }
  }

  /** As it is stored: 0 for zero and what is nearly that, 255 for NaN and infinities. */
  private static int exponent(float value) {
    return (Float.floatToRawIntBits(value) >>> FLOAT_MANTISSA) & (FLOAT_EXPONENTS - 1);
  }

  @Override
  public void finish() {
    moments.finish();
    for (int i = 0; i < tables.length; i++) {
      exponents[i % FLOAT_EXPONENTS] += tables[i];
    }
  }

  @Override
  public void merge(OctaveTally later) {
    moments.merge(later.moments);
    n += later.n;
    for (int i = 0; i < exponents.length; i++) {
      exponents[i] += later.exponents[i];
    }
  }

  /** Whether all values are finite and float32 was enough for their squares. */
  private boolean hasSoundMoments() {
    double variance = moments.variance()[0];
    return LEAST_VARIANCE <= variance && variance < GREATEST_VARIANCE && !moments.cancelled();
  }
}
