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
    private volatile boolean drawn;

    Line(PrintStream terminal) {
      super(terminal);
      this.terminal = terminal;
    }

    @Override
    public void accept(String text) {
      drawn = true;
      super.accept(text);
    }

    /** Once more than the library, which leaves a bar that it draws while it is closed. */
    void wipe() {
      if (drawn) {
        clear();
        terminal.flush();
      }
    }

    @Override
    public void close() {
      terminal.flush();
    }
  }

  private final Line line;
  private final ProgressBar bar;

  Bar(PrintStream terminal, String task, int batches) {
    line = new Line(terminal);
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(batches)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .setConsumer(line)
            .clearDisplayOnFinish()
            .build();
  }

  void step() {
    bar.step();
  }

  void loss(double loss) {
    bar.setExtraMessage(String.format(Locale.ROOT, "loss %.3f", loss));
  }

  @Override
  public void close() {
    bar.close();
    line.wipe();
  }
}
