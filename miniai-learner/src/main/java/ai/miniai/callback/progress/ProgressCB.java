package ai.miniai.callback.progress;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import com.google.common.base.Strings;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows a progress bar with the loss for each pass through the data (on a terminal only), prints
 * the rows of {@link MetricsCB} as a table, and records the losses for a plot.
 */
public final class ProgressCB extends MetricsReaderCB implements Stateful {
  private static final int NARROWEST = 10;

  private final PrintStream out;
  private final Optional<PrintStream> terminal;
  private final LossLog losses = new LossLog();
  private Consumer<LossHistory> plot = history -> {};
  private boolean headed;
  private Runnable giveRowsBack = () -> {};
  private @Nullable Bar bar;

  /** Prints to standard output. */
  public ProgressCB() {
    this(System.out);
  }

  /** Prints the table to {@code out}; the bar goes to standard error. */
  public ProgressCB(PrintStream out) {
    this(out, Terminal.isInteractive() ? Optional.of(System.err) : Optional.empty());
  }

  /** Shows the bar on {@code terminal}, if present. */
  ProgressCB(PrintStream out, Optional<PrintStream> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Calls {@code plot} with all losses so far at the end of each pass through the data. */
  public ProgressCB plot(Consumer<LossHistory> plot) {
    this.plot = plot;
    return this;
  }

  /** The losses of the last fit. */
  public LossHistory history() {
    return losses.history();
  }

  /** On rank 0 only: one is enough for the user. */
  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(ProgressCB.class);
  }

  @Override
  public void beforeFit() {
    losses.beforeFit();
    headed = false;
    MetricsCB.find(learn()).ifPresent(metrics -> giveRowsBack = metrics.lendRows(this::print));
  }

  @Override
  public void cleanupFit() {
    giveRowsBack.run();
    giveRowsBack = () -> {};
  }

  @Override
  public void beforeEpoch() {
    losses.beforeEpoch();
    DataLoader loader = training() ? learn().dls().train() : learn().dls().valid();
    String task =
        String.format(Locale.ROOT, "epoch %d %s", epoch(), training() ? "train" : "eval ");
    bar = terminal.map(screen -> new Bar(screen, task, loader.size())).orElse(null);
  }

  @Override
  public void afterBatch() {
    losses.afterBatch(learn());
    Bar shown = bar;
    if (shown != null) {
      shown.step();
      losses.lastRead().ifPresent(shown::loss);
    }
  }

  @Override
  public void afterEpoch() {
    losses.afterEpoch(learn());
    plot.accept(history());
  }

  @Override
  public void cleanupEpoch() {
    closeBar();
  }

  private void closeBar() {
    Bar shown = bar;
    if (shown != null) {
      bar = null;
      shown.close();
    }
  }

  /** The losses, so that a resumed fit plots all of them. */
  @Override
  public Map<String, Tensor> stateDict() {
    return losses.stateDict();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    losses.loadStateDict(state);
  }

  private void print(MetricsCB.Row row) {
    closeBar();
    StringBuilder head = new StringBuilder();
    StringBuilder line = new StringBuilder();
    row.values()
        .forEach(
            (name, value) -> {
              int width = Math.max(NARROWEST, name.length() + 2);
              head.append(Strings.padEnd(name, width, ' '));
              line.append(Strings.padEnd(String.format(Locale.ROOT, "%.3f", value), width, ' '));
            });
    if (!headed) {
      headed = true;
      out.println(head + "epoch  train");
    }
    out.println(line + String.format(Locale.ROOT, "%-7d", row.epoch()) + row.mode());
  }
}
