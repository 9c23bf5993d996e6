package ai.miniai.setup;

import java.util.Arrays;

/**
 * Estimates the best prediction that ignores the input, from targets: their mean, their median, or
 * what gives these after a softmax or a sigmoid. Which of these is best depends on the loss
 * function, which decides by trial.
 */
final class BestConstant {
  /** The candidates. */
  enum Kind {
    MEAN,
    MEDIAN,
    /** A softmax turns it into the mean. */
    LOG_MEAN,
    /** A sigmoid turns it into the mean. */
    LOGIT_MEAN
  }

  /** The number of values that are kept for medians. */
  private static final int KEPT = 4096;

  private final double[] sums;
  private final double[] values;
  private double items;
  private int kept;

  /** {@code size}: the number of values that the model puts out for one item. */
  BestConstant(int size) {
    sums = new double[size];
    values = new double[size * Math.max(1, KEPT / size)];
  }

  int size() {
    return sums.length;
  }

  /** Adds the target of one item, from {@code from} on in {@code targets}. */
  void add(double[] targets, int from) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += targets[from + i];
    }
    if (kept < values.length) {
      System.arraycopy(targets, from, values, kept, sums.length);
      kept += sums.length;
    }
    items++;
  }

  /** Adds an item of class {@code label}, as a row of zeros with a single 1. */
  void addClass(int label) {
    sums[label]++;
    items++;
  }

  /** The constant: one value for each output. */
  double[] of(Kind kind) {
    double[] constant = new double[sums.length];
    for (int i = 0; i < constant.length; i++) {
      constant[i] =
          switch (kind) {
            case MEAN -> sums[i] / items;
            case MEDIAN -> median(i);
            case LOG_MEAN -> Math.log(share(i));
            case LOGIT_MEAN -> Math.log(share(i) / (1 - share(i)));
          };
    }
    return constant;
  }

  /** The mean, kept away from 0 and 1 by one item that is undecided. */
  private double share(int i) {
    double share = (sums[i] + 1.0 / Math.max(2, sums.length)) / (items + 1);
    return Math.min(Math.max(share, 1e-12), 1 - 1e-12);
  }

  private double median(int position) {
    double[] column = new double[kept / sums.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = values[i * sums.length + position];
    }
    Arrays.sort(column);
    return column.length == 0
        ? sums[position] / items
        : (column[column.length / 2] + column[(column.length - 1) / 2]) / 2;
  }
}
