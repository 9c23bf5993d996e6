package ai.miniai.data.fashion;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The places where Fashion-MNIST may be had, best first.
 *
 * @param sources the places
 * @param cache where the files can be put by hand when every place fails
 */
record FashionMnistSources(List<DataSource> sources, Path cache) {
  private static final URI HOME =
      URI.create("https://fashion-mnist.s3.eu-central-1.amazonaws.com/");

  /** The same files without TLS, where a network lets no other pass; check sums keep them right. */
  private static final URI PLAIN_HOME =
      URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

  private static final ImmutableList<DataFile> FILES = FashionMnistFiles.ALL;
  private static final String PACKAGE = "dataset-fashion-mnist";
  private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The places that {@link FashionMnist#load()} lists, where no directory is named. */
  static FashionMnistSources usual() {
    Path cache = Cache.directory().resolve("fashion-mnist");
    Optional<Path> aptGet = AptSource.command(Strings.nullToEmpty(System.getenv("PATH")));
    ImmutableList.Builder<DataSource> sources = ImmutableList.builder();
    sources.add(new DirectorySource("the user's cache", cache, FILES));
    sources.add(new DirectorySource("Debian's package, installed", DEBIAN, FILES));
    sources.add(new DownloadSource(HOME, FILES, cache, PATIENCE, PAUSE));
    sources.add(new DownloadSource(PLAIN_HOME, FILES, cache, PATIENCE, PAUSE));
    sources.add(new AptSource(aptGet, PACKAGE, FILES, cache));
    return new FashionMnistSources(sources.build(), cache);
  }

  /**
   * The directory that was named, by the user or {@code MINIAI_DATA}: whoever names one wants that,
   * not what lies somewhere else.
   */
  static Path named(Path directory) throws IOException {
    try {
      return new DirectorySource("the directory that was named", directory, FILES).directory();
    } catch (IOException e) {
      throw new IOException(
          "Fashion-MNIST is not where it was said to be (--data, MINIAI_DATA): "
              + e.getMessage()
              + ". Put its four files there, or name no folder: then it is looked for, and fetched",
          e);
    }
  }

  /** The directory of the first place that has all the files. */
  Path directory() throws IOException {
    StringBuilder tried = new StringBuilder();
    for (DataSource source : sources) {
      try {
        return source.directory();
      } catch (IOException e) {
        tried.append("\n  - ").append(source.name()).append(": ").append(reason(e));
      }
    }
    throw new IOException(
        """
        Fashion-MNIST is nowhere to be had. Tried:%s
        Where the internet can be reached, this command puts it into the cache:
          curl --fail --location --create-dirs --output-dir '%s' --remote-name-all \
        '%s{train,t10k}-{images-idx3,labels-idx1}-ubyte.gz'
        Elsewhere, copy those four files there.\
        """
            .formatted(tried, cache, HOME));
  }

  /** The messages of file system errors often name a file only, not what was wrong with it. */
  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null || e instanceof FileSystemException ? e.toString() : message;
  }
}
