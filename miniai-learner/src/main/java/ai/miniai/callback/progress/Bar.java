package ai.miniai.callback.progress;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar for one pass through the data, which is cleared when closed. */
final class Bar implements AutoCloseable {
  /** Does not start a new line when the bar is closed, as the library's own class does. */
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
