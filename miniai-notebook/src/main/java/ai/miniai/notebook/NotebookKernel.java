package ai.miniai.notebook;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apiguardian.api.API;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
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
    Channels channels = new Channels(Transform.fromJson(connection, ConnectionProperties.class));
    survivesEarlyMessages(channels);
    channels.connect(kernel);
    channels.joinUntilClose();
  }

  /** A kernel whose Jupyter was killed would stay, with all its memory. */
  private static void endsWithJupyter() {
    Optional<CompletableFuture<Void>> unused =
        ProcessHandle.current()
            .parent()
            .map(jupyter -> jupyter.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
  }

  /**
   * Version 3.0.1 listens before it knows how to handle messages. A message that is there already
   * ends the thread that listens, and the front end waits in vain. With no handlers, instead of
   * null, the message is dropped, and the front end asks again.
   */
  private static void survivesEarlyMessages(Channels channels) {
    try {
      Field handlers = Channels.class.getDeclaredField("handlers");
      handlers.setAccessible(true);
      handlers.set(channels, ImmutableMap.of());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this class was written for rapaio-jupyter-kernel 3.0.1: is there another version?", e);
    }
  }
}
