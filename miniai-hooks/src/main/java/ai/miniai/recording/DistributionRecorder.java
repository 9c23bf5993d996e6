package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.histogram.Bins;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records how tensors are spread, batch after batch, under a name for each: mean, deviation,
 * histogram, dead units, and what is not finite. It knows nothing of loops and hooks:
 *
 * <pre>{@code
 * var recorder = new DistributionRecorder(Quantity.ACTIVATIONS);
 * for (int i = 0; i < batches; i++) {
 *   recorder.beginColumn(new Place(0, i, true));
 *   recorder.add("layer 1", output);
 * }
 * Plots.colorDim(recorder.recording()).save(file);
 * }</pre>
 *
 * <p>Each batch is a column of every layer; what is added under one name in a batch is pooled.
 * There are never more columns than {@link #atMost} allows: when they are full, neighbours merge,
 * by adding counts and pooling moments, and each stands for more batches from then on. Numbers are
 * kept, never tensors. They are read with all else of their {@code MemoryScope}.
 *
 * <p>Recorders of parts of the data {@link #combine} into that of the whole. Not for several
 * threads at a time.
 */
public final class DistributionRecorder implements Stateful {
  /** The greatest number of columns, if nothing else is said. */
  public static final int MOST_COLUMNS = 2048;

  private static final String COLUMNS = "columns";

  private final Quantity quantity;
  private final Bins bins;
  private final Map<String, LayerStats> layers = new LinkedHashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private int limit = MOST_COLUMNS;
  private Columns columns = new Columns(limit);
  private @Nullable Place place;
  private int column;
  private int order;

  /** With the usual bins of {@code quantity}. */
  public DistributionRecorder(Quantity quantity) {
    this(quantity, quantity.bins());
  }

  /** With histograms over the magnitude in these bins. */
  public DistributionRecorder(Quantity quantity, Bins bins) {
    this.quantity = quantity;
    this.bins = bins;
  }

  /**
   * Allows so many columns (2,048 if nothing is said); if something has been recorded, from the
   * next {@link #begin} on.
   *
   * @param mostColumns 2 or more: one for training, one for validation
   */
  public DistributionRecorder atMost(int mostColumns) {
    checkArgument(mostColumns > 1, "a recording has at least two columns, not %s", mostColumns);
    limit = mostColumns;
    if (columns.size() == 0) {
      columns = new Columns(limit);
    }
    return this;
  }

  /** Forgets everything, and begins anew with layers of these names, in this order. */
  public void begin(Collection<String> names) {
    layers.clear();
    leftOut.clear();
    columns = new Columns(limit);
    place = null;
    names.forEach(this::layer);
  }

  /** Begins a batch: what is added from now on belongs to it. */
  public void beginColumn(Place batch) {
    place = batch;
    order = 0;
    column = columnOf(batch, 1);
    layers.values().forEach(LayerStats::settle);
  }

  /** The column of {@code batch}, which then stands for {@code batches} batches more. */
  private int columnOf(Place batch, int batches) {
    int index = columns.find(batch);
    while (index < 0 && columns.isFull()) {
      coarsen();
      index = columns.find(batch);
    }
    if (index >= 0) {
      Recording.Column old = columns.get(index);
      Place first = Comparators.min(batch, old.place());
      columns.set(index, new Recording.Column(first, old.batches() + batches));
      return index;
    }
    int added = -1 - index;
    columns.insert(added, new Recording.Column(batch, batches));
    layers.values().forEach(layer -> layer.insert(added));
    return added;
  }

  private void coarsen() {
    ImmutableIntArray targets = columns.coarsen();
    layers.values().forEach(layer -> layer.merge(targets));
  }

  /**
   * Adds the values of a tensor to the batch that was begun. Activations and gradients [batch,
   * channels, …] are also looked at for dead units.
   *
   * @param values floating point numbers, at least one
   * @throws IllegalStateException if no batch was begun
   */
  public void add(String name, Tensor values) {
    add(name, () -> values);
  }

  /** As {@link #add(String, Tensor)}; the time of making the values counts as that of watching. */
  void add(String name, Supplier<Tensor> values) {
    Place batch = place;
    checkState(batch != null, "no batch has begun: call beginColumn first");
    long begin = System.nanoTime();
    LayerStats layer = layer(name);
    layer.append(values.get(), hasUnits(), column, new NonFinite(batch, order++));
    layer.addNanos(System.nanoTime() - begin);
  }

  private boolean hasUnits() {
    return quantity == Quantity.ACTIVATIONS || quantity == Quantity.GRADIENTS;
  }

  /** The layer of this name; a new one did not run in the columns so far. */
  private LayerStats layer(String name) {
    return layers.computeIfAbsent(
        name,
        n -> {
          LayerStats layer = new LayerStats(n, bins);
          for (int i = 0; i < columns.size(); i++) {
            layer.insert(i);
          }
          return layer;
        });
  }

  /**
   * Adds what {@code other} has recorded, of other items of the same batches or of other batches.
   * The order in which recorders are combined does not matter, but for rounding and the order of
   * layers.
   *
   * @return this
   * @throws IllegalArgumentException if it has recorded another quantity, or in other bins
   */
  public DistributionRecorder combine(DistributionRecorder other) {
    checkArgument(other != this, "a recorder does not combine with itself");
    checkArgument(
        quantity == other.quantity && bins.equals(other.bins),
        "a recorder of %s in %s does not combine with one of %s in %s",
        quantity.label(),
        bins,
        other.quantity.label(),
        other.bins);
    while (columns.isFinerThan(other.columns)) {
      coarsen();
    }
    List<Recording.Column> added = other.columns.list();
    added.forEach(theirs -> columnOf(theirs.place(), theirs.batches()));
    int[] targets = added.stream().mapToInt(theirs -> columns.find(theirs.place())).toArray();
    other.layers.values().forEach(theirs -> layer(theirs.name()).addAll(theirs, targets));
    place = null;
    return this;
  }

  /** What is recorded. */
  public Quantity quantity() {
    return quantity;
  }

  /** Has a layer that cannot be recorded not count as one that never ran. */
  void leaveOut(String name) {
    leftOut.add(name);
  }

  /** What was recorded of each layer so far. */
  public ImmutableList<LayerStats> layers() {
    return layers.values().stream()
        .filter(layer -> !leftOut.contains(layer.name()) || layer.hasValues())
        .collect(ImmutableList.toImmutableList());
  }

  /** What was recorded so far, to be drawn or stored. */
  public Recording recording() {
    return new Recording(quantity, layers(), columns.list());
  }

  // ---------------------------------------------------------------- checkpoints

  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.put(COLUMNS, StateDicts.tensor(columns.numbers()));
    layers
        .values()
        .forEach(layer -> state.put(key(layer), StateDicts.tensor(LayerState.numbers(layer))));
    return state.buildOrThrow();
  }

  /** {@inheritDoc} The layers must be those of the last {@link #begin}. */
  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    columns = Columns.of(StateDicts.values(state, COLUMNS, Columns.HEAD));
    place = null;
    layers.replaceAll(
        (name, layer) ->
            LayerState.restored(layer, columns.size(), StateDicts.values(state, key(layer))));
  }

  private static String key(LayerStats layer) {
    return "layer." + layer.name();
  }
}
