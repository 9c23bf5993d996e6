package ai.miniai.doctor;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.DeadUnits;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The statistics of one module or parameter in one mode, by column. A column is a batch, or several
 * in long runs.
 *
 * @param path the dotted path of the module or parameter
 * @param bins the bins of the histograms
 * @param batches the index of the first training batch of each column, counted over the whole run;
 *     for validation the number of training batches before it
 * @param columns the distribution of the values in each column
 * @param dead the share of dead units in each column; NaN if unknown
 */
record Series(
    String path,
    Bins bins,
    ImmutableIntArray batches,
    List<Distribution> columns,
    IntToDoubleFunction dead) {

  /** The columns of {@code layer} at the indices {@code where}, with their batches. */
  static Series of(LayerStats layer, ImmutableIntArray where, ImmutableIntArray batches) {
    List<Distribution> all = layer.columns();
    List<DeadUnits> dead = layer.deadUnits();
    return new Series(
        layer.name(),
        layer.bins(),
        batches,
        where.stream().mapToObj(all::get).collect(ImmutableList.toImmutableList()),
        column -> dead.get(where.get(column)).share());
  }

  int length() {
    return columns.size();
  }

  /** Whether it is a parameter that is no bias; DL4J calls these "b". */
  boolean isWeight() {
    return !(path.endsWith("bias") || path.endsWith(".b") || path.endsWith("beta"));
  }

  /** Whether it ever ran. */
  boolean ran() {
    return columns.stream().anyMatch(column -> column.size() > 0);
  }

  /** The distribution of the values in all columns. */
  Distribution pooled() {
    return columns.stream().reduce(Distribution::combine).orElseThrow();
  }

  double std(int column) {
    return columns.get(column).std();
  }

  /** The root mean square of the values in a column. */
  double rms(int column) {
    return columns.get(column).rms();
  }

  /** The Euclidean norm of the values in a column. */
  double norm(int column) {
    return rms(column) * Math.sqrt((double) columns.get(column).size());
  }

  /**
   * The median of the finite values of {@code number} over the columns {@code from} (inclusive) to
   * {@code to} (exclusive).
   */
  double median(IntToDoubleFunction number, int from, int to) {
    return Statistic.median(
        IntStream.range(Math.max(0, from), Math.min(length(), to)).mapToDouble(number).toArray());
  }

  /** The same over the last columns. */
  double recent(IntToDoubleFunction number) {
    return median(number, length() - LossCourse.WINDOW, length());
  }

  /** The index of the first batch in the last column. */
  int lastBatch() {
    return batches.get(length() - 1);
  }
}
