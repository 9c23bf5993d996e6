package ai.miniai.notebook;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.progress.LossLog;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.MetricsReaderCB;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a fit below its cell while it runs: the rows of {@link MetricsCB} as a table, a bar, and
 * the curve of the losses. All of it is updated in place, about twice a second; the curve less
 * often, so that drawing takes a tenth of the time at most. Outside of a notebook the rows of
 * {@code MetricsCB} are printed as lines.
 *
 * <pre>{@code
 * learn.fit(3, new NotebookProgressCB());
 * }</pre>
 *
 * <p>Source: the progress display of fastai's {@code ProgressCallback}.
 */
public final class NotebookProgressCB extends MetricsReaderCB implements Stateful {
  private final Supplier<Optional<CellOutput>> cell;
  private final LongSupplier nanos;
  private final LossLog losses = new LossLog();
  private final List<MetricsCB.Row> rows = new ArrayList<>();
  private Runnable giveRowsBack = () -> {};
  private @Nullable ProgressPanel panel;

  /** In the cell that calls {@code fit}. */
  public NotebookProgressCB() {
    this(CellOutput::ofCaller, System::nanoTime);
  }

  NotebookProgressCB(Supplier<Optional<CellOutput>> cell, LongSupplier nanos) {
    this.cell = cell;
    this.nanos = nanos;
  }

  /** The losses of the last fit. */
  public LossHistory history() {
    return losses.history();
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(NotebookProgressCB.class);
  }

  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  public void beforeFit() {
    losses.beforeFit();
    rows.clear();
    panel = cell.get().map(output -> new ProgressPanel(output, nanos)).orElse(null);
    if (panel != null) {
      MetricsCB.find(learn()).ifPresent(this::borrowRows);
    }
  }

  private void borrowRows(MetricsCB metrics) {
    rows.addAll(metrics.rows()); // of the epochs before, if the fit is resumed
    giveRowsBack = metrics.lendRows(rows::add);
  }

  @Override
  public void beforeEpoch() {
    losses.beforeEpoch();
  }

  @Override
  public void afterBatch() {
    losses.afterBatch(learn());
    ProgressPanel shown = panel;
    if (shown != null) {
      shown.batchDone(learn(), rows, losses);
    }
  }

  @Override
  public void afterEpoch() {
    losses.afterEpoch(learn());
    ProgressPanel shown = panel;
    if (shown != null) {
      shown.passDone(rows, losses);
    }
  }

  @Override
  public void cleanupFit() {
    giveRowsBack.run();
    giveRowsBack = () -> {};
    ProgressPanel shown = panel;
    panel = null;
    if (shown != null) {
      shown.passDone(rows, losses);
    }
  }

  /** The losses, so that a resumed fit shows all of them. */
  @Override
  public Map<String, Tensor> stateDict() {
    return losses.stateDict();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    losses.loadStateDict(state);
  }
}
