package ai.miniai.callback;

import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.jspecify.annotations.Nullable;

/**
 * Shows a bar with the running loss for each pass through the data (on a terminal only), and prints
 * the rows of {@link MetricsCB} as a table. Keeps the losses, for a plot.
 */
public final class ProgressCB extends Callback {
  private final PrintStream out;
  private final ResizableDoubleArray training = new ResizableDoubleArray();
  private final List<LossHistory.Validation> validation = new ArrayList<>();
  private final RunningSum validationLoss = new RunningSum();
  private Consumer<LossHistory> plot = history -> {};
  private boolean headed;
  private @Nullable ProgressBar bar;
  private @Nullable Deferred lastLoss;

  /** Prints to standard output. */
  public ProgressCB() {
    this(System.out);
  }

  /** Prints the table to {@code out}; the bar goes to standard error. */
  public ProgressCB(PrintStream out) {
    this.out = out;
  }

  /** Has {@code plot} called with all losses so far at the end of each pass through the data. */
  public ProgressCB plot(Consumer<LossHistory> plot) {
    this.plot = plot;
    return this;
  }

  /** The losses of the last fit. */
  public LossHistory history() {
    settle();
    return new LossHistory(
        ImmutableDoubleArray.copyOf(training.getElements()), ImmutableList.copyOf(validation));
  }

  /** After the metrics, whose rows it prints. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void beforeFit() {
    training.clear();
    validation.clear();
    lastLoss = null;
    headed = false;
    if (learn().has(MetricsCB.METRICS)) {
      learn().get(MetricsCB.METRICS).log(this::print);
    }
  }

  @Override
  public void beforeEpoch() {
    validationLoss.reset();
    if (Terminal.isInteractive()) {
      bar = open(training() ? learn().dls().train().size() : learn().dls().valid().size());
    }
  }

  private ProgressBar open(int batches) {
    return new ProgressBarBuilder()
        .setTaskName(String.format("epoch %d %s", epoch(), training() ? "train" : "eval "))
        .setInitialMax(batches)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(100)
        .clearDisplayOnFinish()
        .build();
  }

  @Override
  public void afterBatch() {
    if (training()) {
      settle();
      lastLoss = Host.later(learn().loss());
    } else {
      validationLoss.add(learn().loss(), batch().size());
    }
    ProgressBar shown = bar;
    if (shown != null) {
      shown.step();
      if (training.getNumElements() > 0) {
        shown.setExtraMessage(
            String.format(
                Locale.ROOT, "loss %.3f", training.getElement(training.getNumElements() - 1)));
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
    ProgressBar shown = bar;
    if (shown != null) {
      bar = null;
      shown.close();
    }
  }

  /** By now the loss of the last batch has been read with everything else of that batch. */
  private void settle() {
    Deferred loss = lastLoss;
    if (loss != null) {
      lastLoss = null;
      training.addElement(loss.item());
    }
  }

  private void print(MetricsCB.Row row) {
    closeBar();
    if (!headed) {
      headed = true;
      StringBuilder head = new StringBuilder();
      row.values().keySet().forEach(name -> head.append(String.format("%-10s", name)));
      out.println(head + "epoch  train");
    }
    StringBuilder line = new StringBuilder();
    row.values().values().forEach(v -> line.append(String.format(Locale.ROOT, "%-10.3f", v)));
    out.println(line + String.format("%-7d", row.epoch()) + row.mode());
  }
}
