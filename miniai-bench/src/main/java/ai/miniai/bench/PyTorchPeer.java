package ai.miniai.bench;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PyTorch, run by an installed Python. */
final class PyTorchPeer {
  private PyTorchPeer() {}

  static Contender start(Workload workload, PeerSettings settings) {
    return start(
        settings,
        "bench.py",
        workload.model().toString(),
        Integer.toString(workload.batchSize()),
        Integer.toString(settings.threads()),
        workload.stats() ? "stats" : "plain",
        Double.toString(Workload.LEARNING_RATE));
  }

  static ChildContender startLayers(PeerSettings settings) {
    return start(settings, "layers.py", Integer.toString(settings.threads()));
  }

  private static ChildContender start(PeerSettings settings, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(settings.python(), "-c", text(script)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Remove the tuning variables of our process: PyTorch is measured with its default settings.
    Tuning.removeFrom(builder);
    builder.environment().putAll(settings.environment());
    try {
      return new ChildContender("pytorch", builder);
    } catch (IllegalStateException | UncheckedIOException e) {
      throw new IllegalStateException(
          e.getMessage()
              + "\nIt takes a Python that has PyTorch. On Debian or Ubuntu: sudo apt-get install"
              + " python3-torch. For one that is elsewhere: --python FILE.",
          e);
    }
  }

  private static String text(String script) {
    try {
      return Resources.toString(
          Resources.getResource(PyTorchPeer.class, script), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
