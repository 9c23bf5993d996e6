package ai.miniai.examples;

import ai.miniai.data.fashion.FashionMnist;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data set is. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with the four files of Fashion-MNIST. Without it: that of MINIAI_DATA; without"
              + " that, the cache, the system's data sets, a download.")
  private @Nullable Path folder;

  /** Fashion-MNIST, fetched if need be. */
  FashionMnist load() {
    Path chosen = folder;
    return chosen == null ? FashionMnist.load() : FashionMnist.load(chosen);
  }
}
