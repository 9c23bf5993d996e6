package ai.miniai.tracking;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import java.util.Arrays;

/**
 * A distribution of magnitudes as TensorFlow's HistogramProto. Its buckets are the bins, with one
 * below and one above them for the values out of their range. Empty buckets at both ends are left
 * out. The largest magnitude above the bins is not known: that bucket is drawn twice as far as they
 * reach.
 */
final class HistogramMessage {
  private HistogramMessage() {}

  /** The message; at least one value must be finite. */
  static ProtoMessage of(Distribution values, Bins bins) {
    double[] limits = new double[bins.count() + 2];
    double[] counts = new double[limits.length];
    limits[0] = bins.min();
    counts[0] = values.underflow();
    for (int i = 0; i < bins.count(); i++) {
      limits[i + 1] = bins.edge(i + 1);
      counts[i + 1] = values.counts().get(i);
    }
    limits[limits.length - 1] = 2 * bins.max();
    counts[counts.length - 1] = values.overflow();
    int from = 0;
    while (counts[from] == 0) {
      from++;
    }
    int to = counts.length;
    while (counts[to - 1] == 0) {
      to--;
    }
    double number = (double) values.size() - values.nonFinite();
    return new ProtoMessage()
        .float64(1, from == 0 ? 0 : limits[from - 1])
        .float64(2, limits[to - 1])
        .float64(3, number)
        .float64(4, values.mean() * number)
        .float64(5, values.rms() * values.rms() * number)
        .doubles(6, Arrays.copyOfRange(limits, from, to))
        .doubles(7, Arrays.copyOfRange(counts, from, to));
  }
}
