package ai.miniai.callback.progress;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A line on a terminal that shows how far a pass through the data is, and goes when closed. */
final class Bar implements AutoCloseable {
  /** Leaves the cleared line to what is printed next; the library's own begins a new one. */
  private static final class Line extends ConsoleProgressBarConsumer {
    private final PrintStream terminal;

    Line(PrintStream terminal) {
      super(terminal);
      this.terminal = terminal;
    }

    @Override
    public void close() {
      terminal.flush();
    }
  }

  private final ProgressBar line;

  Bar(PrintStream terminal, String task, int batches) {
    line =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(batches)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .setConsumer(new Line(terminal))
            .clearDisplayOnFinish()
            .build();
  }

  void step() {
    line.step();
  }

  void loss(double loss) {
    line.setExtraMessage(String.format(Locale.ROOT, "loss %.3f", loss));
  }

  @Override
  public void close() {
    line.close();
  }
}
