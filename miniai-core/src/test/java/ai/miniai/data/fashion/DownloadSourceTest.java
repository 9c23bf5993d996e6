package ai.miniai.data.fashion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadSourceTest {
  private static final byte[] IMAGES = IdxBytes.random(1, 300_000);
  private static final byte[] LABELS = IdxBytes.random(2, 100);
  private static final byte[] PACKED = IdxBytes.gzip(IMAGES);
  private static final ImmutableList<DataFile> FILES =
      ImmutableList.of(IdxBytes.described("images", IMAGES), IdxBytes.described("labels", LABELS));

  @TempDir Path directory;
  private Path cache;
  private WebServer server;

  @BeforeEach
  void serve() {
    cache = directory.resolve("cache");
    server = new WebServer();
    server.serve("images.gz", PACKED);
    server.serve("labels.gz", IdxBytes.gzip(LABELS));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bringsTheFilesIntoTheCache() throws IOException {
    // WHEN
    Path found = source(server.home(), cache).directory();
    // THEN
    assertThat(found).isEqualTo(cache);
    assertThat(left()).containsExactlyInAnyOrder(".lock", "images.gz", "labels.gz");
    assertThat(FILES.get(0).readFrom(cache).length()).isEqualTo(300_000);
  }

  @Test
  void bringsOnlyWhatIsMissing() throws IOException {
    // GIVEN
    Files.createDirectories(cache);
    Files.write(cache.resolve("labels"), LABELS);
    // WHEN
    source(server.home(), cache).directory();
    // THEN
    assertThat(server.requests()).containsExactly("images.gz");
  }

  @Test
  void triesAgainWhenTheServerIsInTrouble() throws IOException {
    // GIVEN
    server.answer(WebServer.status(500), WebServer.status(503));
    // WHEN
    source(server.home(), cache).directory();
    // THEN
    assertThat(server.requests())
        .containsExactly("images.gz", "images.gz", "images.gz", "labels.gz");
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws IOException {
    // GIVEN
    server.answer(WebServer.cutAfter(200_000));
    // WHEN
    source(server.home(), cache).directory();
    // THEN
    assertThat(server.requests())
        .containsExactly("images.gz", "images.gz from 200000", "labels.gz");
    assertThat(cache.resolve("images.gz")).hasBinaryContent(PACKED);
  }

  @Test
  void goesOnWhereAKilledProcessStopped() throws IOException {
    // GIVEN
    Files.createDirectories(cache);
    Files.write(cache.resolve("images.gz.part"), Arrays.copyOf(PACKED, 1000));
    // WHEN
    source(server.home(), cache).directory();
    // THEN
    assertThat(server.requests()).containsExactly("images.gz from 1000", "labels.gz");
    assertThat(cache.resolve("images.gz")).hasBinaryContent(PACKED);
  }

  @Test
  void startsOverIfTheServerDoes() throws IOException {
    // GIVEN
    server.answer(WebServer.cutAfter(200_000), WebServer::whole);
    // WHEN
    source(server.home(), cache).directory();
    // THEN
    assertThat(cache.resolve("images.gz")).hasBinaryContent(PACKED);
  }

  @Test
  void startsOverIfWhatWasLeftIsNotTheFilesBeginning() throws IOException {
    // GIVEN
    Files.createDirectories(cache);
    Files.write(cache.resolve("images.gz.part"), new byte[1000]);
    // WHEN
    source(server.home(), cache).directory();
    // THEN
    assertThat(server.requests()).containsExactly("images.gz from 1000", "images.gz", "labels.gz");
    assertThat(cache.resolve("images.gz")).hasBinaryContent(PACKED);
  }

  @Test
  void startsOverIfWhatWasLeftIsLongerThanTheFile() throws IOException {
    // GIVEN
    Files.createDirectories(cache);
    Files.write(cache.resolve("images.gz.part"), new byte[PACKED.length]);
    // WHEN
    source(server.home(), cache).directory();
    // THEN
    assertThat(cache.resolve("images.gz")).hasBinaryContent(PACKED);
  }

  @Test
  void givesUpAfterFourAttempts() {
    // GIVEN
    server.answer(
        WebServer.status(500), WebServer.status(500), WebServer.status(500), WebServer.status(500));
    // WHEN, THEN
    assertThatThrownBy(() -> source(server.home(), cache).directory())
        .isInstanceOf(IOException.class)
        .hasMessage("%simages.gz answered with HTTP status 500", server.home());
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void doesNotAskAgainForAFileThatIsNotThere() {
    // GIVEN
    server.answer(WebServer.status(404));
    // WHEN, THEN
    assertThatThrownBy(() -> source(server.home(), cache).directory())
        .hasMessage("%simages.gz answered with HTTP status 404", server.home());
    assertThat(server.requests()).hasSize(1);
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void refusesAPageInsteadOfTheFile() {
    // GIVEN
    server.answer(WebServer.content("<html>Please log in".getBytes(UTF_8)));
    // WHEN, THEN
    assertThatThrownBy(() -> source(server.home(), cache).directory())
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("images.gz.part: expected an IDX file")
        .hasMessageEndingWith("found 3c 68 74 6d");
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void refusesAnotherFileOfTheSameKind() {
    // GIVEN
    server.answer(WebServer.content(IdxBytes.gzip(IdxBytes.random(3, 300_000))));
    // WHEN, THEN
    assertThatThrownBy(() -> source(server.home(), cache).directory())
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected images with the SHA-256 " + FILES.get(0).sha256());
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void stopsAServerThatSendsTooMuch() {
    // GIVEN
    server.answer(WebServer.content(new byte[5_000_000]));
    // WHEN, THEN
    assertThatThrownBy(() -> source(server.home(), cache).directory())
        .isInstanceOf(IOException.class);
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void doesNotWaitForASilentServerForever() {
    // GIVEN
    CountDownLatch silence = new CountDownLatch(1);
    WebServer.Answer silent =
        (exchange, file) -> {
          try {
            silence.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    server.answer(silent, silent, silent, silent);
    DownloadSource impatient =
        new DownloadSource(server.home(), FILES, cache, Duration.ofMillis(100), Duration.ZERO);
    // WHEN, THEN
    try {
      assertThatThrownBy(impatient::directory)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("nothing came for");
    } finally {
      silence.countDown();
    }
  }

  @Test
  void doesNotTryAgainWhereNobodyListens() {
    // GIVEN
    URI home = server.home();
    server.close();
    // WHEN, THEN
    assertThatThrownBy(() -> source(home, cache).directory())
        .isInstanceOf(FinalFailure.class)
        .hasMessageStartingWith("no connection: ");
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void tellsThatTheDiskIsFull() throws IOException {
    // GIVEN
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(200_000).setBlockSize(4096).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path full = disk.getPath("/cache");
      // WHEN, THEN
      assertThatThrownBy(() -> source(server.home(), full).directory())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the disk of /cache is full: ");
      try (Stream<Path> left = Files.list(full)) {
        assertThat(left).containsExactly(full.resolve(".lock"));
      }
    }
  }

  @Test
  void letsTwoAtOnceShareOneDownload() throws Exception {
    // GIVEN
    Callable<Path> load = () -> source(server.home(), cache).directory();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    // WHEN
    List<Future<Path>> both = threads.invokeAll(List.of(load, load));
    threads.shutdown();
    // THEN
    for (Future<Path> one : both) {
      assertThat(one.get()).isEqualTo(cache);
    }
    assertThat(server.requests()).containsExactly("images.gz", "labels.gz");
  }

  private static DownloadSource source(URI home, Path cache) {
    return new DownloadSource(home, FILES, cache, Duration.ofMinutes(1), Duration.ZERO);
  }

  private List<String> left() {
    try (Stream<Path> left = Files.list(cache)) {
      return left.map(path -> path.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
