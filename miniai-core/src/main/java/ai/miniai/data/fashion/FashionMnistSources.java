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
 * The sources of Fashion-MNIST, in the order in which they are tried.
 *
 * @param sources the sources
 * @param cache where users can put the files by hand if every source fails
 */
record FashionMnistSources(List<DataSource> sources, Path cache) {
  private static final URI HOME =
      URI.create("https://fashion-mnist.s3.eu-central-1.amazonaws.com/");

  /**
   * The same files without TLS, for networks that block TLS; the files are checked by their
   * checksums.
   */
  private static final URI PLAIN_HOME =
      URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

  private static final ImmutableList<DataFile> FILES = FashionMnistFiles.ALL;
  private static final String PACKAGE = "dataset-fashion-mnist";
  private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * The sources that {@link FashionMnist#load()} lists, for the case that no directory is named.
   */
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
   * The directory named by the user or by {@code MINIAI_DATA}. If a directory is named, no other
   * place is searched.
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

  /** The directory of the first source that has all the files. */
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

  /**
   * Messages of file system errors often contain only the name of a file, not what was wrong with
   * it.
   */
  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null || e instanceof FileSystemException ? e.toString() : message;
  }
}
