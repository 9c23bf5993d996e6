package ai.miniai.notebook;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apiguardian.api.API;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * The program that Jupyter starts for a notebook: rapaio-jupyter-kernel, as its {@code MainApp}
 * would start it, but without log lines, without a way to hang at the start, and not for longer
 * than Jupyter.
 */
@API(status = API.Status.INTERNAL)
public final class NotebookKernel {
  /** The parent of all loggers; kept, because a logger that nobody holds forgets its level. */
  private static final Logger ROOT = Logger.getLogger("");

  private NotebookKernel() {}

  /** Runs a kernel until Jupyter ends it; the only argument is Jupyter's connection file. */
  public static void main(String... arguments) throws IOException, GeneralSecurityException {
    checkArgument(arguments.length == 1, "the only argument is the connection file of Jupyter");
    ROOT.setLevel(Level.OFF);
    endsWithJupyter();
    RapaioKernel kernel = MainApp.kernel; // takes a second, so before anything listens
    String connection = Files.readString(Path.of(arguments[0]));
    SafeChannels.connect(kernel, Transform.fromJson(connection, ConnectionProperties.class))
        .joinUntilClose();
  }

  /** A kernel whose Jupyter was killed would stay, with all its memory. */
  private static void endsWithJupyter() {
    Optional<CompletableFuture<Void>> unused =
        ProcessHandle.current()
            .parent()
            .map(jupyter -> jupyter.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
  }
}
