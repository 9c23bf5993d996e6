package ai.miniai.examples;

import ai.miniai.live.LivePage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows recorded runs in the browser. */
@Command(
    name = "view",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Show recorded runs in the browser, one or several side by side.")
final class ViewCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders with a stats.json, folders of such folders, or such files.")
  private List<Path> places = List.of();

  @Option(names = "--port", description = "Where to serve the page; 0: at any free port.")
  private int port;

  @Override
  public Integer call() throws IOException {
    var runs = RunFiles.read(places);
    try (LivePage page = new LivePage().port(port)) {
      runs.forEach(page::add);
      System.out.println("The page stays until Ctrl-C.");
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
