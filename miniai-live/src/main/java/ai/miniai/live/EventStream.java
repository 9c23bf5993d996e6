package ai.miniai.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Server-sent events for one browser that follows one run. It sends what is new, waits for more,
 * and then sends all that has come meanwhile at once.
 */
final class EventStream {
  /**
   * After so much silence a sign of life is sent, which also shows whether the browser is there.
   */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(UTF_8);
  private static final byte[] SIGN_OF_LIFE = ": \n\n".getBytes(UTF_8);

  private final Bell bell;
  private final RunFeed feed;
  private final OutputStream out;
  private long version;
  private boolean ended;

  /**
   * {@code bell}: rings when there is anything new; {@code version}: the last one that the browser
   * has, 0 for none.
   */
  EventStream(Bell bell, RunFeed feed, long version, OutputStream out) {
    this.bell = bell;
    this.feed = feed;
    this.version = version;
    this.out = out;
  }

  /** Sends events until the browser has gone, which ends it with an {@link IOException}. */
  void run() throws IOException, InterruptedException {
    out.write(RETRY);
    boolean silent = true;
    while (true) {
      long heard = bell.rung();
      if (!sendNews() && silent) {
        out.write(SIGN_OF_LIFE);
      }
      out.flush();
      silent = !bell.await(heard, SILENCE);
    }
  }

  private boolean sendNews() throws IOException {
    boolean over = feed.newest().progress().state().isOver();
    Optional<RunFeed.Part> part = feed.since(version);
    if (part.isPresent()) {
      version = part.get().version();
      send(part.get().event(), part.get().json());
    }
    boolean ends = over && !ended;
    if (ends) {
      send("end", "{}".getBytes(UTF_8));
    }
    ended = over;
    return part.isPresent() || ends;
  }

  /** JSON has no line breaks, so one line holds all of it. */
  private void send(String event, byte[] json) throws IOException {
    out.write(("event: " + event + "\nid: " + version + "\ndata: ").getBytes(UTF_8));
    out.write(json);
    out.write("\n\n".getBytes(UTF_8));
  }
}
