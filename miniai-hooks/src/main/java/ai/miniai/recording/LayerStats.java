package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The recorded statistics of one layer (or parameter): one column of numbers per batch, or per
 * several batches in long recordings. Without a {@link DistributionRecorder} each forward pass is a
 * column of its own.
 */
public final class LayerStats {
  /** A tensor whose statistics have not been read yet. */
  private record Pending(
      long size, Deferred numbers, @Nullable Deferred constant, int column, NonFinite when) {}

  private final String name;
  private final String label;
  private final Bins bins;
  private final Distribution none;
  private final List<Distribution> columns = new ArrayList<>();
  private final List<DeadUnits> deadUnits = new ArrayList<>();
  private final Queue<Pending> pending = new ArrayDeque<>();
  private @Nullable NonFinite firstNonFinite;
  private long watchNanos;

  /** Of a layer whose kind is not known. */
  public LayerStats(String name, Bins bins) {
    this(name, "", bins);
  }

  /**
   * {@code name}: such as the path of the layer; {@code label}: what kind of layer it is, such as
   * "Conv2d 1→8".
   */
  public LayerStats(String name, String label, Bins bins) {
    this.name = name;
    this.label = label;
    this.bins = bins;
    none = Distribution.empty(bins.count());
  }

  /** From columns that were recorded elsewhere. Each must have as many counts as there are bins. */
  public static LayerStats of(String name, Bins bins, Iterable<Distribution> columns) {
    LayerStats stats = new LayerStats(name, bins);
    for (Distribution column : columns) {
      stats.add(column, DeadUnits.UNKNOWN);
    }
    return stats;
  }

  /** The same, as it is now: it does not change while the recording goes on. */
  LayerStats copy() {
    settle();
    LayerStats copy = new LayerStats(name, label, bins);
    copy.columns.addAll(columns);
    copy.deadUnits.addAll(deadUnits);
    copy.firstNonFinite = firstNonFinite;
    copy.watchNanos = watchNanos;
    return copy;
  }

  // ---------------------------------------------------------------- recording

  /** Adds a column. */
  void add(Distribution column, DeadUnits dead) {
    insert(size());
    pool(size() - 1, column, dead);
  }

  /** Inserts an empty column at {@code index}. */
  void insert(int index) {
    settle();
    columns.add(index, none);
    deadUnits.add(index, DeadUnits.UNKNOWN);
  }

  /** Pools these values with those of the column at {@code index}. */
  void pool(int index, Distribution more, DeadUnits dead) {
    checkArgument(
        more.counts().length() == bins.count(),
        "layer %s has a column of %s counts, but %s",
        name,
        more.counts().length(),
        bins);
    columns.set(index, columns.get(index).combine(more));
    DeadUnits both = deadUnits.get(index).combine(dead);
    boolean asBefore = index > 0 && deadUnits.get(index - 1).equals(both);
    deadUnits.set(
        index, asBefore ? deadUnits.get(index - 1) : both); // share equal ones: they may be long
  }

  /** Merges columns: {@code targets} contains the new index of each. */
  void merge(ImmutableIntArray targets) {
    settle();
    List<Distribution> before = List.copyOf(columns);
    List<DeadUnits> deadBefore = List.copyOf(deadUnits);
    columns.clear();
    deadUnits.clear();
    int count = targets.stream().max().orElse(-1) + 1;
    for (int i = 0; i < count; i++) {
      insert(i);
    }
    for (int i = 0; i < targets.length(); i++) {
      pool(targets.get(i), before.get(i), deadBefore.get(i));
    }
  }

  /** Records that there were NaN or infinities, possibly earlier than known so far. */
  void note(NonFinite when) {
    NonFinite first = firstNonFinite;
    firstNonFinite = first == null || when.compareTo(first) < 0 ? when : first;
  }

  /** Adds to the time spent on recording. */
  void addNanos(long nanos) {
    watchNanos += nanos;
  }

  /** Adds the output of a forward pass as a new column. */
  public void append(Tensor output) {
    insert(size());
    append(output, false, size() - 1, new NonFinite(new Place(0, size() - 1, true), 0));
  }

  /**
   * Adds the current values of a tensor to a column. The statistics are read when they are needed.
   *
   * @param units whether dead units are looked for
   * @param when the place to report if values are not finite
   */
  void append(Tensor values, boolean units, int column, NonFinite when) {
    Deferred numbers = Host.later(values, bins);
    pending.add(
        new Pending(values.length(), numbers, units ? constant(values) : null, column, when));
  }

  /**
   * The constant channels of images, or features of everything else; null if each had a single
   * value only.
   */
  private static @Nullable Deferred constant(Tensor values) {
    int dim = values.rank() == 4 ? 1 : -1;
    return values.rank() > 1 && values.length() > values.size(dim)
        ? Host.laterConstant(values, dim)
        : null;
  }

  /**
   * Adds the statistics that have been read meanwhile to their columns, so that they do not pile
   * up.
   */
  void settle() {
    for (Pending one = pending.poll(); one != null; one = pending.poll()) {
      Deferred constant = one.constant();
      Distribution more = Distribution.of(one.size(), one.numbers().values());
      DeadUnits dead = constant == null ? DeadUnits.UNKNOWN : DeadUnits.of(constant.values());
      pool(one.column(), more, dead);
      if (more.nonFinite() > 0) {
        note(one.when());
      }
    }
  }

  /**
   * Adds all values of {@code other}: {@code targets} contains the index of the column for each of
   * its columns.
   */
  void addAll(LayerStats other, int... targets) {
    List<Distribution> theirs = other.columns();
    List<DeadUnits> theirDead = other.deadUnits();
    for (int i = 0; i < targets.length; i++) {
      pool(targets[i], theirs.get(i), theirDead.get(i));
    }
    other.firstNonFinite().ifPresent(this::note);
    addNanos(other.watchNanos());
  }

  // ---------------------------------------------------------------- reading

  /** The name of the layer, such as its path in the model. */
  public String name() {
    return name;
  }

  /** What kind of layer it is, such as "Conv2d 1→8"; empty if that is not known. */
  public String label() {
    return label;
  }

  /** The name and the kind: "0.0 Conv2d 1→8". */
  public String title() {
    return label.isEmpty() ? name : name + " " + label;
  }

  /** The bins of the histograms. */
  public Bins bins() {
    return bins;
  }

  /** The number of columns. */
  public int size() {
    return columns.size();
  }

  /** Whether any values were recorded. */
  boolean hasValues() {
    settle();
    return columns.stream().anyMatch(column -> column.size() > 0);
  }

  /** All columns. */
  public List<Distribution> columns() {
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
   * The histograms as a matrix [bin][column], lowest bin first (the course's {@code get_hist}).
   *
   * @param log1p whether to return log(1 + count), which makes small counts visible
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

  /** The dead units of each column. */
  public List<DeadUnits> deadUnits() {
    settle();
    return ImmutableList.copyOf(deadUnits);
  }

  /**
   * The units that are dead in all columns from {@code from} (inclusive) to {@code to} (exclusive).
   */
  public DeadUnits deadUnits(int from, int to) {
    settle();
    return deadUnits.subList(from, to).stream().reduce(DeadUnits.UNKNOWN, DeadUnits::combine);
  }

  /** Where the first NaN or infinity was; empty if all values were finite. */
  public Optional<NonFinite> firstNonFinite() {
    settle();
    return Optional.ofNullable(firstNonFinite);
  }

  /**
   * The time spent on recording this layer, in nanoseconds. It is the time of the hook, which
   * includes the computation of the statistics if the host can read the memory directly.
   */
  public long watchNanos() {
    settle();
    return watchNanos;
  }
}
