package ai.miniai.setup;

import com.google.common.primitives.ImmutableLongArray;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** Collects a {@link TargetInfo}, batch after batch. */
final class TargetStatistics {
  /** Classes above this number are not counted. */
  private static final int MOST_CLASSES = 1000;

  private final SummaryStatistics values = new SummaryStatistics();
  private final ImmutableLongArray shape;
  private final boolean labels;
  private final long[] counts;
  private boolean binary = true;
  private boolean oneHot;
  private long items;
  private long pairs;
  private long repeats;
  private final SimpleRegression neighbours = new SimpleRegression();

  /** For batches like {@code first}. */
  TargetStatistics(ObservedBatch first) {
    long[] all = first.target().shape();
    shape = ImmutableLongArray.copyOf(Arrays.copyOfRange(all, 1, all.length));
    labels = first.labels();
    oneHot = !labels && first.width() > 1;
    int classes = first.width() == 1 ? 2 : first.width();
    counts = new long[classes > MOST_CLASSES ? 0 : classes];
  }

  /** Adds a batch with these targets. */
  void add(ObservedBatch batch, double... targets) {
    for (double value : targets) {
      if (Double.isFinite(value)) {
        values.addValue(value);
      }
      binary &= value == 0 || value == 1;
    }
    items += batch.items();
    int each = targets.length / batch.items();
    for (int item = 1; item < batch.items() && each == 1; item++) {
      if (Double.isFinite(targets[item - 1]) && Double.isFinite(targets[item])) {
        neighbours.addData(targets[item - 1], targets[item]);
      }
    }
    int last = -1;
    for (int item = 0; item < batch.items(); item++) {
      int found = labels ? labelsOf(targets, item * each, each) : rowOf(targets, item * each, each);
      if (last >= 0 && found >= 0) {
        pairs++;
        repeats += found == last ? 1 : 0;
      }
      last = found;
    }
  }

  /** Counts the labels of an item; its class if it has only one. */
  private int labelsOf(double[] targets, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (targets[i] >= 0 && targets[i] < counts.length) {
        counts[(int) targets[i]]++;
      }
    }
    return length == 1 ? (int) targets[from] : -1;
  }

  /** The class of a row of zeros with a single 1, or of a single 0 or 1; −1 if it is neither. */
  private int rowOf(double[] targets, int from, int length) {
    int hot = -1;
    boolean single = true;
    for (int i = 0; i < length && binary; i++) {
      if (targets[from + i] == 1) {
        single &= hot < 0;
        hot = i;
      }
    }
    oneHot &= binary && single && hot >= 0;
    int found = length == 1 ? hot + 1 : hot;
    if (!binary || !(oneHot || length == 1) || found < 0 || found >= counts.length) {
      return -1;
    }
    counts[found]++;
    return found;
  }

  /** {@code conflicts}: how many items contradict another one. */
  TargetInfo info(long conflicts) {
    TargetKind kind =
        labels
            ? TargetKind.CLASSES
            : oneHot ? TargetKind.ONE_HOT : binary ? TargetKind.BINARY : TargetKind.NUMBERS;
    boolean counted =
        kind == TargetKind.CLASSES
            || kind == TargetKind.ONE_HOT
            || (kind == TargetKind.BINARY && counts.length == 2);
    return new TargetInfo(
        kind,
        shape,
        items,
        values.getMean(),
        values.getStandardDeviation(),
        values.getMin(),
        values.getMax(),
        counted ? ImmutableLongArray.copyOf(counts) : ImmutableLongArray.of(),
        !counted ? neighbours.getR() : pairs > 0 ? (double) repeats / pairs : Double.NaN,
        conflicts);
  }
}
