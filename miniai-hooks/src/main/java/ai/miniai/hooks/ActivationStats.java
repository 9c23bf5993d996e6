package ai.miniai.hooks;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Bins;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
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
 * that does not run has an empty column. A new fit begins anew. Numbers are kept, never tensors.
 */
public class ActivationStats extends HooksCallback {
  private final Bins bins;
  private final List<Recording.Column> columns = new ArrayList<>();
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

  @Override
  public void beforeFit() {
    super.beforeFit();
    columns.clear();
  }

  @Override
  public void beforeBatch() {
    inBatch = true;
    if (watching()) {
      columns.add(new Recording.Column(epoch(), learn().iteration(), training()));
      layers().forEach(LayerStats::beginBatch);
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
    return new Recording(layers(), ImmutableList.copyOf(columns));
  }
}
