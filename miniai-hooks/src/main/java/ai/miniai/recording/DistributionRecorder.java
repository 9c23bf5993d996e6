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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records the distributions of tensors by name, batch after batch: mean, standard deviation,
 * histogram, dead units and non-finite values. It works without training loops and hooks:
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
 * <p>Each batch is one column of every layer; values added under the same name in one batch are
 * pooled. There are never more columns than {@link #atMost} allows. When that number is reached,
 * neighbouring columns are merged by adding counts and pooling moments, and each column stands for
 * more batches from then on. Only numbers are kept, no tensors. They are read together with all
 * other reads of their {@code MemoryScope}.
 *
 * <p>Recorders of parts of the data can be merged with {@link #combine}. Not thread-safe.
 */
public final class DistributionRecorder implements Stateful {
  /** The default maximum number of columns. */
  public static final int MOST_COLUMNS = 2048;

  private static final String COLUMNS = "columns";
  private static final String LAYER = "layer";
  private static final String ORDER = "order";

  private final Quantity quantity;
  private final Bins bins;
  private final Map<String, LayerStats> layers = new LinkedHashMap<>();
  private final RunningOrder running = new RunningOrder();
  private final Set<String> leftOut = new HashSet<>();
  private final Map<String, String> labels = new HashMap<>();
  private int limit = MOST_COLUMNS;
  private int batchesPerPass;
  private Columns columns = new Columns(limit);
  private @Nullable Place place;
  private int column;
  private int order;

  /** With the default bins of {@code quantity}. */
  public DistributionRecorder(Quantity quantity) {
    this(quantity, quantity.bins());
  }

  /** With histograms over the magnitude in these bins. */
  public DistributionRecorder(Quantity quantity, Bins bins) {
    this.quantity = quantity;
    this.bins = bins;
  }

  /**
   * Sets the maximum number of columns; the default is 2,048. If something has already been
   * recorded, it applies from the next {@link #begin} on.
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

  /** Tells how many training batches an epoch has: see {@link Recording#batchesPerPass}. */
  public DistributionRecorder batchesPerPass(int batches) {
    batchesPerPass = batches;
    return this;
  }

  /**
   * Tells what kind of layer will be added under this name: see {@link LayerStats#label}. It also
   * holds for the outputs of that layer if these have names of their own: "lstm.hidden".
   */
  public DistributionRecorder label(String name, String label) {
    labels.put(name, label);
    return this;
  }

  private String labelOf(String name) {
    String outer = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return labels.getOrDefault(name, labels.getOrDefault(outer, ""));
  }

  /**
   * Discards everything and starts anew, with layers of these names in this order. Activations are
   * sorted by the order in which they are added first, see {@link #layers}.
   */
  public void begin(Collection<String> names) {
    layers.clear();
    running.clear();
    leftOut.clear();
    columns = new Columns(limit);
    place = null;
    names.forEach(this::layer);
  }

  /** Starts a batch: values that are added from now on belong to it. */
  public void beginColumn(Place batch) {
    place = batch;
    order = 0;
    column = columnOf(batch, 1);
    layers.values().forEach(LayerStats::settle);
  }

  /** The column of {@code batch}, whose number of batches is increased by {@code batches}. */
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
   * Adds the values of a tensor to the current batch. Activations and gradients of shape [batch,
   * channels, …] are also examined for dead units.
   *
   * @param values floating-point numbers, at least one
   * @throws IllegalStateException if no batch has been started
   */
  public void add(String name, Tensor values) {
    add(name, () -> values);
  }

  /** Like {@link #add(String, Tensor)}; the time to compute the values counts as recording time. */
  void add(String name, Supplier<Tensor> values) {
    Place batch = place;
    checkState(batch != null, "no batch has begun: call beginColumn first");
    long begin = System.nanoTime();
    if (quantity == Quantity.ACTIVATIONS) {
      ran(name);
    }
    LayerStats layer = layer(name);
    layer.append(values.get(), hasUnits(), column, new NonFinite(batch, order++));
    layer.addNanos(System.nanoTime() - begin);
  }

  /**
   * Tells that a layer runs now, in a forward pass. Only needed for gradients, which are not added
   * in the order of the forward pass.
   */
  void ran(String name) {
    running.add(name);
  }

  private boolean hasUnits() {
    return quantity == Quantity.ACTIVATIONS || quantity == Quantity.GRADIENTS;
  }

  /** The layer of this name; a new one gets empty columns for the batches so far. */
  private LayerStats layer(String name) {
    return layers.computeIfAbsent(
        name,
        n -> {
          LayerStats layer = new LayerStats(n, labelOf(n), bins);
          for (int i = 0; i < columns.size(); i++) {
            layer.insert(i);
          }
          return layer;
        });
  }

  /**
   * Adds the recording of {@code other}, which may be of other items of the same batches or of
   * other batches. The order in which recorders are combined does not matter, except for rounding
   * and the order of layers.
   *
   * @return this
   * @throws IllegalArgumentException if it has another quantity or other bins
   */
  public DistributionRecorder combine(DistributionRecorder other) {
    return combine(other, false);
  }

  private DistributionRecorder combine(DistributionRecorder other, boolean sameBatches) {
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
    for (Recording.Column theirs : added) {
      boolean known = sameBatches && columns.find(theirs.place()) >= 0;
      columnOf(theirs.place(), known ? 0 : theirs.batches());
    }
    int[] targets = added.stream().mapToInt(theirs -> columns.find(theirs.place())).toArray();
    other.layers.values().forEach(theirs -> layer(theirs.name()).addAll(theirs, targets));
    running.addAll(other.running);
    batchesPerPass = Math.max(batchesPerPass, other.batchesPerPass);
    place = null;
    return this;
  }

  /**
   * As {@link #combine}, with the recorder that has this state dict, if it is of other items of the
   * same batches: they do not count as more batches.
   */
  public DistributionRecorder combineItems(Map<String, Tensor> state) {
    DistributionRecorder other = new DistributionRecorder(quantity, bins);
    other.loadStateDict(state);
    return combine(other, true);
  }

  /** The recorded quantity. */
  public Quantity quantity() {
    return quantity;
  }

  /** Lets a layer that cannot be recorded not count as one that never ran. */
  void leaveOut(String name) {
    leftOut.add(name);
  }

  /**
   * The statistics of each layer so far. Activations, and gradients that {@code GradientStats}
   * records, are in the order in which their layers ran first; those that never ran follow. All
   * others are in the order of {@link #begin}, or in that in which they were added first.
   */
  public List<LayerStats> layers() {
    return running
        .sorted(layers.values())
        .filter(layer -> !leftOut.contains(layer.name()) || layer.hasValues())
        .collect(ImmutableList.toImmutableList());
  }

  /** The recording so far, for plots or files. */
  public Recording recording() {
    return new Recording(quantity, layers(), columns.list(), batchesPerPass);
  }

  // ---------------------------------------------------------------- checkpoints

  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.put(COLUMNS, StateDicts.tensor(columns.numbers()));
    layers
        .values()
        .forEach(layer -> state.put(key(layer), StateDicts.tensor(LayerState.numbers(layer))));
    state.put(ORDER, StateDicts.tensor(running.numbers(layers.keySet())));
    return state.buildOrThrow();
  }

  /** {@inheritDoc} The layers of the last {@link #begin} must be among them. */
  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    columns = Columns.of(StateDicts.values(state, COLUMNS, Columns.HEAD));
    place = null;
    Set<String> names = StateDicts.under(LAYER, state).keySet();
    names.forEach(this::layer);
    running.clear();
    if (state.containsKey(ORDER)) { // older states have none; then the next batch tells it
      running.restore(names, StateDicts.values(state, ORDER, names.size()));
    }
    layers.replaceAll(
        (name, layer) ->
            LayerState.restored(layer, columns.size(), StateDicts.values(state, key(layer))));
  }

  private static String key(LayerStats layer) {
    return LAYER + "." + layer.name();
  }
}
