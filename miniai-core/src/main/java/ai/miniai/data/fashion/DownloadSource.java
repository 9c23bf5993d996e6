package ai.miniai.data.fashion;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The data set's public home; files that are missing in the cache are downloaded from it.
 *
 * <p>A file gets its name in the cache only after it has been completely downloaded and checked.
 * The remains of a failed download are deleted; a download whose process was killed is resumed.
 *
 * @param home the address of the files; ends with a slash
 * @param files the files to download
 * @param cache the folder to download into
 * @param patience how long the server may send no data
 * @param pause how long to wait before the second attempt; each further wait is twice as long
 */
record DownloadSource(
    URI home, ImmutableList<DataFile> files, Path cache, Duration patience, Duration pause)
    implements DataSource {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int ATTEMPTS = 4;
  private static final long FULL = 1 << 20;

  @Override
  public String name() {
    return "download from " + home;
  }

  @Override
  public Path directory() throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    try (CacheLock lock = CacheLock.on(cache)) {
      for (DataFile file : files) {
        if (file.in(cache).isEmpty()) {
          bring(file, new Transfer(client, patience));
        }
      }
    }
    return cache;
  }

  private void bring(DataFile file, Transfer transfer) throws IOException {
    Path part = cache.resolve(file.packedName() + ".part");
    try {
      for (int attempt = 1; ; attempt++) {
        boolean resumed = Files.exists(part);
        try {
          transfer.bring(home.resolve(file.packedName()), part, file.most());
          file.install(part, cache);
          return;
        } catch (IOException e) {
          if (attempt == ATTEMPTS || !mayGoBetter(e, part, resumed)) {
            throw e;
          }
        }
        pause(attempt);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private boolean mayGoBetter(IOException e, Path part, boolean resumed) throws IOException {
    if (e instanceof DamagedFileException) {
      Files.delete(part);
      return resumed; // then the two parts may not belong together
    }
    long free = Files.getFileStore(cache).getUsableSpace();
    if (free < FULL) {
      throw new FinalFailure("the disk of " + cache + " is full: " + free + " bytes are free", e);
    }
    return !(e instanceof FinalFailure);
  }

  private void pause(int attempt) throws IOException {
    try {
      // a failing server needs time to recover: twice as much with each attempt
      Thread.sleep(pause.toMillis() << (attempt - 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted during the download");
    }
  }
}
