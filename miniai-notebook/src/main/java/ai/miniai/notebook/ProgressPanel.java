package ai.miniai.notebook;

import ai.miniai.callback.Training;
import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.progress.LossLog;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.viz.Plots;
import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.rapaio.jupyter.kernel.display.DisplayData;

/** The table, the bar and the curve of a running fit, below a cell. */
final class ProgressPanel {
  private static final long HALF_A_SECOND = 500_000_000;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 260;
  private static final int PAUSE = 9; // times as long as drawing took

  private final Slot table;
  private final Slot curve;
  private final LongSupplier nanos;
  private long nextTable;
  private long nextCurve;

  ProgressPanel(CellOutput output, LongSupplier nanos) {
    this.table = new Slot(output);
    this.curve = new Slot(output);
    this.nanos = nanos;
    this.nextTable = nanos.getAsLong() + HALF_A_SECOND;
    this.nextCurve = nextTable;
  }

  /** Shows the state of the pass if it is time to. */
  void batchDone(Training learn, List<MetricsCB.Row> rows, LossLog losses) {
    long now = nanos.getAsLong();
    if (now - nextTable < 0) {
      return;
    }
    nextTable = now + HALF_A_SECOND;
    table.put(running(learn, rows, losses.history()));
    if (now - nextCurve >= 0) {
      draw(losses.history());
    }
  }

  /** Shows the state after a pass, or after the fit. */
  void passDone(List<MetricsCB.Row> rows, LossLog losses) {
    table.put(Shown.html(MetricsTable.html(rows), MetricsTable.text(rows)));
    draw(losses.history());
  }

  private void draw(LossHistory losses) {
    if (losses.training().isEmpty() && losses.validation().isEmpty()) {
      return;
    }
    long start = nanos.getAsLong();
    curve.put(Shown.figure(Plots.lossCurve(losses).size(WIDTH, HEIGHT)));
    long end = nanos.getAsLong();
    nextCurve = end + Math.max(HALF_A_SECOND, PAUSE * (end - start));
  }

  private static DisplayData running(Training learn, List<MetricsCB.Row> rows, LossHistory losses) {
    int batches = (learn.training() ? learn.dls().train() : learn.dls().valid()).size();
    int done = learn.iteration() + 1;
    String loss =
        losses.training().isEmpty()
            ? ""
            : String.format(Locale.ROOT, ", loss %.3f", Iterables.getLast(losses.training()));
    String state =
        String.format(
            Locale.ROOT,
            "epoch %d of %d, %s batch %d of %d%s",
            learn.epoch() + 1,
            learn.epochs(),
            learn.training() ? "training" : "validation",
            done,
            batches,
            loss);
    return Shown.html(
        String.format(
            Locale.ROOT,
            "%s<progress value=\"%d\" max=\"%d\"></progress> %s",
            MetricsTable.html(rows),
            done,
            batches,
            state),
        MetricsTable.text(rows) + state);
  }
}
