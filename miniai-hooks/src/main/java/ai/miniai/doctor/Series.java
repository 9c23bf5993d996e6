package ai.miniai.doctor;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.DeadUnits;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What was recorded of one module or parameter in one mode, by column; a column stands for a batch,
 * or in long runs for several.
 *
 * @param path the module's or parameter's dotted path
 * @param bins of the histograms
 * @param batches the number of the first training batch of each column, counted over the whole run;
 *     for validation the number of training batches before it
 * @param columns how the values of each column are spread
 * @param dead the share of dead units in each column; NaN if unknown
 */
record Series(
    String path,
    Bins bins,
    ImmutableIntArray batches,
    ImmutableList<Distribution> columns,
    IntToDoubleFunction dead) {

  /** The columns of {@code layer} at the positions {@code where}, with their batches. */
  static Series of(LayerStats layer, ImmutableIntArray where, ImmutableIntArray batches) {
    ImmutableList<Distribution> all = layer.columns();
    ImmutableList<DeadUnits> dead = layer.deadUnits();
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

  /** Whether it ever ran. */
  boolean ran() {
    return columns.stream().anyMatch(column -> column.size() > 0);
  }

  double std(int column) {
    return columns.get(column).std();
  }

  /** The root of the mean square of the values of a column. */
  double rms(int column) {
    return columns.get(column).rms();
  }

  /** The root of the sum of the squares of the values of a column. */
  double norm(int column) {
    return rms(column) * Math.sqrt((double) columns.get(column).size());
  }

  /** The median of a finite number over the columns {@code from} to {@code to} (excluded). */
  double median(IntToDoubleFunction number, int from, int to) {
    return Statistic.median(
        IntStream.range(Math.max(0, from), Math.min(length(), to)).mapToDouble(number).toArray());
  }

  /** The same over the last columns. */
  double recent(IntToDoubleFunction number) {
    return median(number, length() - LossCourse.WINDOW, length());
  }

  /** The number of the first batch of the last column. */
  int lastBatch() {
    return batches.get(length() - 1);
  }
}
