package ai.miniai.hooks;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.tensor.Bins;
import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What one layer put out, batch after batch: a column of numbers for each batch. Without {@link
 * #beginColumn} each forward pass is a column of its own.
 */
public final class LayerStats {
  private record Pending(long size, Deferred numbers, int column) {}

  private final String name;
  private final Bins bins;
  private final List<Distribution> columns = new ArrayList<>();
  private final Queue<Pending> pending = new ArrayDeque<>();
  private boolean byColumn;

  LayerStats(String name, Bins bins) {
    this.name = name;
    this.bins = bins;
  }

  /** What was recorded elsewhere. All columns must have as many counts as there are bins. */
  public static LayerStats of(String name, Bins bins, Iterable<Distribution> columns) {
    LayerStats stats = new LayerStats(name, bins);
    for (Distribution column : columns) {
      checkArgument(
          column.counts().length() == bins.count(),
          "layer %s has a column of %s counts, but %s",
          name,
          column.counts().length(),
          bins);
      stats.columns.add(column);
    }
    return stats;
  }

  /** The layer's name, its path in the model say. */
  public String name() {
    return name;
  }

  /** The bins of the histograms. */
  public Bins bins() {
    return bins;
  }

  /**
   * Begins a column. All forward passes until the next call are pooled in it; it stays empty if
   * there are none.
   */
  void beginColumn() {
    byColumn = true;
    settle();
    columns.add(Distribution.empty(bins.count()));
  }

  /** Merges columns: those from one of {@code starts} to the next become one. */
  void merge(ImmutableIntArray starts) {
    settle();
    List<Distribution> before = List.copyOf(columns);
    columns.clear();
    for (int i = 0; i < starts.length(); i++) {
      int end = i + 1 < starts.length() ? starts.get(i + 1) : before.size();
      before.subList(starts.get(i), end).stream()
          .reduce(Distribution::combine)
          .ifPresent(columns::add);
    }
  }

  /** All columns: the size of each, and the numbers that make it a {@link Distribution}. */
  double[] numbers() {
    settle();
    return columns.stream()
        .flatMapToDouble(
            column ->
                DoubleStream.concat(DoubleStream.of((double) column.size()), column.numbers()))
        .toArray();
  }

  /** Takes {@code count} columns from {@link #numbers} instead of its own. */
  void restore(int count, double... numbers) {
    int each = 1 + Distribution.NOT_COUNTS + bins.count();
    checkArgument(
        numbers.length == count * each,
        "expected %s numbers of layer %s for %s columns of %s, got %s: were its bins others?",
        count * each,
        name,
        count,
        bins,
        numbers.length);
    byColumn = true;
    pending.clear();
    columns.clear();
    for (int i = 0; i < numbers.length; i += each) {
      columns.add(Distribution.of((long) numbers[i], Arrays.copyOfRange(numbers, i + 1, i + each)));
    }
  }

  /** Adds a forward pass. The numbers are read when they are wanted, or its memory is. */
  void append(Tensor output) {
    if (!byColumn) {
      settle();
      columns.add(Distribution.empty(bins.count()));
    }
    Deferred numbers = Host.later(output, bins);
    pending.add(new Pending(output.length(), numbers, columns.size() - 1));
  }

  /** Puts into its columns what has been read since, so that nothing piles up. */
  void settle() {
    for (Pending one = pending.poll(); one != null; one = pending.poll()) {
      Distribution more = Distribution.of(one.size(), one.numbers().values());
      columns.set(one.column(), columns.get(one.column()).combine(more));
    }
  }

  /** The number of columns. */
  public int size() {
    return columns.size();
  }

  /** All columns. */
  public ImmutableList<Distribution> columns() {
    settle();
    return ImmutableList.copyOf(columns);
  }

  /**
   * The last column.
   *
   * @throws IllegalStateException if there is none
   */
  public Distribution last() {
    settle();
    checkState(!columns.isEmpty(), "nothing has been recorded of layer %s yet", name);
    return columns.get(columns.size() - 1);
  }

  /** The mean of each column; NaN where the layer did not run. */
  public double[] means() {
    return each(Distribution::mean);
  }

  /** The standard deviation of each column; NaN where the layer did not run. */
  public double[] stds() {
    return each(Distribution::std);
  }

  /**
   * The share of near-zero values in each column, see {@link Distribution#nearZero}; NaN where the
   * layer did not run.
   */
  public double[] nearZero(int lowestBins) {
    return each(column -> column.nearZero(lowestBins));
  }

  private double[] each(ToDoubleFunction<Distribution> number) {
    settle();
    return columns.stream().mapToDouble(number).toArray();
  }

  /**
   * The histograms side by side: [bin][column], the lowest bin first (the lesson's {@code
   * get_hist}).
   *
   * @param log1p whether to give log(1 + count), which shows the small counts too
   */
  public double[][] histogram(boolean log1p) {
    settle();
    double[][] image = new double[bins.count()][columns.size()];
    for (int bin = 0; bin < image.length; bin++) {
      for (int column = 0; column < columns.size(); column++) {
        double count = columns.get(column).counts().get(bin);
        image[bin][column] = log1p ? Math.log1p(count) : count;
      }
    }
    return image;
  }
}
