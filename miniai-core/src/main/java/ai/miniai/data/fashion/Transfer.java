package ai.miniai.data.fashion;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableSet;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * One attempt to download a file over HTTP, which continues where an earlier attempt stopped.
 *
 * @param client makes the connection; its connection timeout applies
 * @param patience how long the server may send no data
 */
record Transfer(HttpClient client, Duration patience) {
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** Request Timeout, Range Not Satisfiable, Too Early, Too Many Requests. */
  private static final ImmutableSet<Integer> MAY_CHANGE = ImmutableSet.of(408, 416, 425, 429);

  /**
   * Downloads the rest of a file.
   *
   * @param part the part that has already been downloaded, if any; longer afterwards
   * @param limit a file with more bytes than this cannot be valid
   * @throws FinalFailure if further attempts are pointless
   * @throws IOException if a further attempt may succeed
   */
  void bring(URI uri, Path part, long limit) throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try (ProgressBar bar = bar(uri, have)) {
      CompletableFuture<HttpResponse<Path>> response =
          client.sendAsync(request.build(), info -> body(info, part, have, bar));
      int status = await(response, part, have, limit, bar).statusCode();
      if (status == 200 || status == 206) {
        bar.stepTo(Files.size(part));
        return;
      }
      if (status
          == 416) { // nothing is left to download: what has been downloaded cannot be the start of
        // the file
        Files.deleteIfExists(part);
      }
      String answer = uri + " answered with HTTP status " + status;
      throw MAY_CHANGE.contains(status) || status >= 500
          ? new IOException(answer)
          : new FinalFailure(answer, null);
    }
  }

  private HttpResponse<Path> await(
      CompletableFuture<HttpResponse<Path>> response,
      Path part,
      long have,
      long limit,
      ProgressBar bar)
      throws IOException {
    long size = have;
    long lastChange = System.nanoTime();
    while (true) {
      try {
        return response.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = Files.exists(part) ? Files.size(part) : 0;
        bar.stepTo(now);
        if (now != size) {
          size = now;
          lastChange = System.nanoTime();
        }
        if (now > limit) {
          response.cancel(true);
          throw new FinalFailure("expected at most " + limit + " bytes, found more", e);
        }
        if (System.nanoTime() - lastChange > patience.toNanos()) {
          response.cancel(true);
          throw new IOException("nothing came for " + patience.toSeconds() + " s", e);
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause() == null ? e : e.getCause());
      } catch (InterruptedException e) {
        response.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted during the download");
      }
    }
  }

  private static BodySubscriber<Path> body(
      ResponseInfo info, Path part, long have, ProgressBar bar) {
    boolean rest = info.statusCode() == 206 && startsAt(info, have);
    if (info.statusCode() != 200 && !rest) {
      return BodySubscribers.replacing(part);
    }
    long coming = info.headers().firstValueAsLong("Content-Length").orElse(0);
    bar.maxHint(rest ? have + coming : coming);
    return BodySubscribers.ofFile(
        part,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        rest ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static boolean startsAt(ResponseInfo info, long have) {
    String range = info.headers().firstValue("Content-Range").orElse("");
    return range.startsWith("bytes " + have + "-");
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      Throwable root = Throwables.getRootCause(cause);
      String why =
          root instanceof UnresolvedAddressException
              ? "the name of the host cannot be resolved"
              : String.valueOf(root.getMessage());
      return new FinalFailure("no connection: " + why, cause);
    }
    return new IOException(String.valueOf(cause.getMessage()), cause);
  }

  private static ProgressBar bar(URI uri, long have) {
    return new ProgressBarBuilder()
        .setTaskName(new File(uri.getPath()).getName())
        .setUnit(" MB", 1_000_000)
        .setInitialMax(-1)
        .startsFrom(have, Duration.ZERO)
        .build();
  }
}
