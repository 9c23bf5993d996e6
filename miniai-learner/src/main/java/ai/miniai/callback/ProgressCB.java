package ai.miniai.callback;

import ai.miniai.data.DataLoader;
import ai.miniai.tensor.Tensor;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.jspecify.annotations.Nullable;

/**
 * Shows a bar with the running loss for each pass through the data (on a terminal only), and prints
 * the rows of {@link MetricsCB} as a table. Keeps the losses, for a plot.
 */
public final class ProgressCB extends Callback implements Stateful {
  private static final int NARROWEST = 10;

  private final PrintStream out;
  private final Optional<PrintStream> terminal;
  private final ResizableDoubleArray training = new ResizableDoubleArray();
  private final List<LossHistory.Validation> validation = new ArrayList<>();
  private final RunningSum validationLoss = new RunningSum();
  private Consumer<LossHistory> plot = history -> {};
  private boolean headed;
  private Runnable giveRowsBack = () -> {};
  private @Nullable Bar bar;
  private final Inbox lastLoss = new Inbox(loss -> training.addElement(loss[0]));

  /** Prints to standard output. */
  public ProgressCB() {
    this(System.out);
  }

  /** Prints the table to {@code out}; the bar goes to standard error. */
  public ProgressCB(PrintStream out) {
    this(out, Terminal.isInteractive() ? Optional.of(System.err) : Optional.empty());
  }

  /** Shows the bar on {@code terminal}, if there is one. */
  ProgressCB(PrintStream out, Optional<PrintStream> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Has {@code plot} called with all losses so far at the end of each pass through the data. */
  public ProgressCB plot(Consumer<LossHistory> plot) {
    this.plot = plot;
    return this;
  }

  /** The losses of the last fit. */
  public LossHistory history() {
    lastLoss.settle();
    return new LossHistory(
        ImmutableDoubleArray.copyOf(training.getElements()), ImmutableList.copyOf(validation));
  }

  /** After the metrics, whose rows it prints. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    training.clear();
    validation.clear();
    lastLoss.clear();
    headed = false;
    if (learn().has(MetricsCB.METRICS)) {
      giveRowsBack = learn().get(MetricsCB.METRICS).lendRows(this::print);
    }
  }

  @Override
  public void cleanupFit() {
    giveRowsBack.run();
    giveRowsBack = () -> {};
  }

  @Override
  public void beforeEpoch() {
    validationLoss.reset();
    DataLoader loader = training() ? learn().dls().train() : learn().dls().valid();
    String task =
        String.format(Locale.ROOT, "epoch %d %s", epoch(), training() ? "train" : "eval ");
    bar = terminal.map(screen -> new Bar(screen, task, loader.size())).orElse(null);
  }

  @Override
  public void afterBatch() {
    if (training()) {
      lastLoss.put(learn().loss());
    } else {
      validationLoss.add(learn().loss(), batch().size());
    }
    Bar shown = bar;
    if (shown != null) {
      shown.step();
      if (training.getNumElements() > 0) {
        shown.loss(training.getElement(training.getNumElements() - 1));
      }
    }
  }

  @Override
  public void afterEpoch() {
    if (!training()) {
      validation.add(
          new LossHistory.Validation(history().training().length(), validationLoss.mean()));
    }
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

  /** The losses, so that a plot shows all of them. */
  @Override
  public Map<String, Tensor> stateDict() {
    LossHistory losses = history();
    return ImmutableMap.<String, Tensor>builder()
        .put("training", StateDicts.tensor(losses.training().toArray()))
        .put(
            "validation_batches",
            StateDicts.tensor(
                losses.validation().stream()
                    .mapToDouble(LossHistory.Validation::batches)
                    .toArray()))
        .put(
            "validation",
            StateDicts.tensor(
                losses.validation().stream().mapToDouble(LossHistory.Validation::loss).toArray()))
        .putAll(StateDicts.prefixed("validation_loss", validationLoss.stateDict()))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    double[] batches = StateDicts.values(state, "validation_batches");
    double[] losses = StateDicts.values(state, "validation");
    lastLoss.clear();
    training.clear();
    training.addElements(StateDicts.values(state, "training"));
    validation.clear();
    for (int i = 0; i < losses.length; i++) {
      validation.add(new LossHistory.Validation((int) batches[i], losses[i]));
    }
    validationLoss.loadStateDict(StateDicts.under("validation_loss", state));
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
