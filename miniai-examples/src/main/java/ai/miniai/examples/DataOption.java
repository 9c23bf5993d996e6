package ai.miniai.examples;

import ai.miniai.data.fashion.FashionMnist;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command line option for the location of the data set. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with the four files of Fashion-MNIST. Without it: that of MINIAI_DATA; without"
              + " that, the cache, the system's data sets, a download.")
  private @Nullable Path folder;

  /** Fashion-MNIST, downloaded if necessary. */
  FashionMnist load() {
    Path chosen = folder;
    return chosen == null ? FashionMnist.load() : FashionMnist.load(chosen);
  }
}
