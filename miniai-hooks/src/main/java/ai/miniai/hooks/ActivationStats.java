package ai.miniai.hooks;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.StateDicts;
import ai.miniai.callback.Stateful;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Bins;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Records mean, standard deviation and histogram of what layers put out, in every training batch of
 * a fit. This one line shows whether a network trains in good health:
 *
 * <pre>{@code
 * var stats = new ActivationStats(Conv2d.class);
 * learn.fit(1, stats);
 * Plots.colorDim(stats).save(Path.of("color-dim.png"));
 * }</pre>
 *
 * <p>Each batch is one column of every layer: a layer that runs twice in a batch is pooled, one
 * that does not run has an empty column. A new fit begins anew; one that a {@code CheckpointCB}
 * takes up goes on recording where the checkpoint stands. Numbers are kept, never tensors, and no
 * more than {@link #atMost} allows.
 */
public class ActivationStats extends HooksCallback implements Stateful {
  private static final String COLUMNS = "columns";

  private final Bins bins;
  private int mostColumns = 4096;
  private Columns columns = new Columns(mostColumns);
  private boolean inBatch;

  /** On every module. */
  public ActivationStats() {
    this(module -> true);
  }

  /** On the modules of one type, such as {@code Conv2d.class}. */
  public ActivationStats(Class<? extends Module> type) {
    this(type::isInstance);
  }

  /** On the modules that {@code filter} accepts. */
  public ActivationStats(Predicate<? super Module> filter) {
    this(filter, Bins.DEFAULT, true, false);
  }

  /**
   * On the modules that {@code filter} accepts.
   *
   * @param bins the histograms' bins, over the magnitude
   * @param onTrain whether training batches are recorded
   * @param onValid whether validation batches are recorded
   */
  public ActivationStats(
      Predicate<? super Module> filter, Bins bins, boolean onTrain, boolean onValid) {
    super(new AppendStats(bins), filter, onTrain, onValid, null);
    this.bins = bins;
  }

  /**
   * Bounds the memory of long fits, from the next one on: there are at most so many columns (4,096
   * if nothing is said), or twice as many as passes through the data. When they are full,
   * neighbours in one pass are merged, and each column stands for more batches from then on.
   */
  public final ActivationStats atMost(int columns) {
    checkArgument(columns > 1, "a recording has at least two columns, not %s", columns);
    mostColumns = columns;
    return this;
  }

  @Override
  public void beforeFit() {
    super.beforeFit();
    columns = new Columns(mostColumns);
  }

  @Override
  public void beforeBatch() {
    inBatch = true;
    if (watching()) {
      if (columns.isFull()) {
        ImmutableIntArray starts = columns.merge();
        layers().forEach(layer -> layer.merge(starts));
      }
      boolean begins = columns.add(epoch(), learn().iteration(), training());
      layers().forEach(begins ? LayerStats::beginColumn : LayerStats::settle);
    }
  }

  @Override
  public void cleanupBatch() {
    inBatch = false;
  }

  /** Not between batches: a forward pass there belongs to no column. */
  @Override
  protected boolean watching() {
    return inBatch && super.watching();
  }

  /** What was recorded of each layer, in the order of the modules. */
  public final ImmutableList<LayerStats> layers() {
    return hooks().stream().map(hook -> hook.stats(bins)).collect(ImmutableList.toImmutableList());
  }

  /** What was recorded so far, to be drawn or stored. */
  public final Recording recording() {
    return new Recording(layers(), columns.list());
  }

  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.put(COLUMNS, StateDicts.tensor(columns.numbers()));
    layers().forEach(layer -> state.put(key(layer), StateDicts.tensor(layer.numbers())));
    return state.buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    columns = Columns.of(StateDicts.values(state, COLUMNS, 2));
    int count = columns.list().size();
    layers().forEach(layer -> layer.restore(count, StateDicts.values(state, key(layer))));
  }

  private static String key(LayerStats layer) {
    return "layer." + layer.name();
  }
}
