package ai.miniai.examples;

import ai.miniai.callback.Callback;
import ai.miniai.live.LivePage;
import com.google.common.collect.ImmutableList;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows a training in the browser, if that is wanted. */
final class LiveOption {
  @Option(
      names = "--live",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "PORT",
      description =
          "Show the training in the browser while it runs; without a port, at any free one.")
  private @Nullable Integer port;

  private @Nullable LivePage page;

  /** The page, if it is wanted; the same one for all runs. */
  List<Callback> callbacks(String name, PrintStream out) {
    if (port == null) {
      return ImmutableList.of();
    }
    LivePage shown = page;
    if (shown == null) {
      shown =
          new LivePage()
              .port(port)
              .control()
              .onAddress(address -> out.println("Live page: " + address));
      page = shown;
    }
    return ImmutableList.of(shown.name(name));
  }

  /** Keeps the page while a browser shows it. */
  void stay(PrintStream out) {
    LivePage shown = page;
    if (shown != null) {
      out.println("The page stays while a browser shows it; Ctrl-C ends it at once.");
      shown.stay();
    }
  }
}
