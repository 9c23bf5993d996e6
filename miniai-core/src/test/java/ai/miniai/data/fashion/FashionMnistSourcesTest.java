package ai.miniai.data.fashion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistSourcesTest {
  @TempDir Path directory;

  @Test
  void takesTheFirstPlaceThatHasTheFiles() throws IOException {
    // GIVEN
    FashionMnistSources sources =
        new FashionMnistSources(
            List.of(
                failing("first", new IOException("not here")),
                holding(directory.resolve("a")),
                holding(directory.resolve("b"))),
            directory);
    // WHEN, THEN
    assertThat(sources.directory()).isEqualTo(directory.resolve("a"));
  }

  @Test
  void listsEveryPlaceWithItsReasonAndWhatToDo() {
    // GIVEN
    FashionMnistSources sources =
        new FashionMnistSources(
            List.of(
                failing("first", new IOException("not here")),
                failing("second", new AccessDeniedException("/secret"))),
            Path.of("/cache"));
    // WHEN, THEN
    assertThatThrownBy(sources::directory)
        .isInstanceOf(IOException.class)
        .hasMessage(
            """
            Fashion-MNIST is nowhere to be had. Tried:
              - first: not here
              - second: java.nio.file.AccessDeniedException: /secret
            Where the internet can be reached, this command puts it into the cache:
              curl --fail --location --create-dirs --output-dir '/cache' --remote-name-all \
            'https://fashion-mnist.s3.eu-central-1.amazonaws.com/\
            {train,t10k}-{images-idx3,labels-idx1}-ubyte.gz'
            Elsewhere, copy those four files there.\
            """);
  }

  @Test
  void aDirectoryThatWasNamedMustHoldTheFiles() {
    assertThatThrownBy(() -> FashionMnist.load(directory))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "Fashion-MNIST is not where it was said to be (--data, MINIAI_DATA): "
                + directory
                + " lacks train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
                + " t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz. Put its four files there,"
                + " or name no folder: then it is looked for, and fetched");
    assertThatThrownBy(() -> FashionMnist.load(directory.resolve("absent")))
        .hasMessageContaining("there is no directory " + directory.resolve("absent"));
  }

  @Test
  void looksFirstIntoTheCacheWhereNoneIsNamed() {
    // WHEN
    List<DataSource> sources = FashionMnistSources.usual().sources();
    // THEN
    assertThat(sources.stream().map(DataSource::name))
        .containsExactly(
            "the user's cache",
            "Debian's package, installed",
            "download from https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
            "download from http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "apt-get download dataset-fashion-mnist");
  }

  @Test
  void namesTheFilesThatADirectoryLacks() throws IOException {
    // GIVEN
    Files.createFile(directory.resolve("train-images-idx3-ubyte"));
    Files.createFile(directory.resolve("train-labels-idx1-ubyte.gz"));
    DataSource source = new DirectorySource("here", directory, FashionMnistFiles.ALL);
    // WHEN, THEN
    assertThatThrownBy(source::directory)
        .hasMessage("%s lacks t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz", directory);
  }

  @Test
  void tellsThatADirectoryIsNotThere() {
    // GIVEN
    Path absent = directory.resolve("absent");
    DataSource source = new DirectorySource("here", absent, FashionMnistFiles.ALL);
    // WHEN, THEN
    assertThatThrownBy(source::directory).hasMessage("there is no directory %s", absent);
  }

  @Test
  void readsUnpackedFilesToo() throws IOException {
    // GIVEN
    byte[] bytes = IdxBytes.random(1, 10);
    Files.write(directory.resolve("images"), bytes);
    // WHEN, THEN
    assertThat(IdxBytes.described("images", bytes).readFrom(directory).length()).isEqualTo(10);
  }

  @Test
  void doesNotLookElsewhereWhenAFileIsDamaged() throws IOException {
    // GIVEN
    for (DataFile file : FashionMnistFiles.ALL) {
      Files.write(directory.resolve(file.packedName()), IdxBytes.gzip(IdxBytes.random(1, 10)));
    }
    // WHEN, THEN
    assertThatThrownBy(() -> FashionMnist.load(directory))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(DamagedFileException.class)
        .hasMessageStartingWith(
            directory.resolve("train-images-idx3-ubyte.gz")
                + ": expected train-images-idx3-ubyte with the SHA-256 ")
        .hasMessageEndingWith("Delete the file or put a good one in its place.");
  }

  private static DataSource holding(Path directory) {
    return new DataSource() {
      @Override
      public String name() {
        return "holding";
      }

      @Override
      public Path directory() {
        return directory;
      }
    };
  }

  private static DataSource failing(String name, IOException reason) {
    return new DataSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Path directory() throws IOException {
        throw reason;
      }
    };
  }
}
