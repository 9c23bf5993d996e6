package ai.miniai.bench;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Whom we are compared with. */
enum Peer {
  PYTORCH {
    @Override
    Contender start(Workload workload, PeerSettings settings) {
      ProcessBuilder builder =
          new ProcessBuilder(
              settings.python(),
              "-c",
              script(),
              workload.modelName(),
              Integer.toString(workload.batchSize()),
              Integer.toString(settings.threads()),
              workload.stats() ? "stats" : "plain",
              Double.toString(Workload.LEARNING_RATE));
      // The launcher tunes these for us; PyTorch is measured as it comes.
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(key -> key.startsWith("OMP_") || key.startsWith("MALLOC_"));
      try {
        return new ChildContender(toString(), builder);
      } catch (IllegalStateException | UncheckedIOException e) {
        throw new IllegalStateException(
            e.getMessage()
                + "\nPyTorch has to be there for "
                + settings.python()
                + ": on Debian or Ubuntu, sudo apt-get install python3-torch; for another Python,"
                + " --python FILE",
            e);
      }
    }
  };

  /** Starts it, and returns when it is ready. */
  abstract Contender start(Workload workload, PeerSettings settings);

  private static String script() {
    try {
      return Resources.toString(
          Resources.getResource(Peer.class, "bench.py"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
