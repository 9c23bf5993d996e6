package ai.miniai.live;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs that a page shows. */
final class Runs {
  /** How many runs are kept at most; of more, the oldest ones that are over are dropped. */
  private static final int MOST = 20;

  private final List<RunFeed> feeds = new CopyOnWriteArrayList<>();
  private final Bell bell = new Bell();
  private int number;

  /** Rings when there is anything new. */
  Bell bell() {
    return bell;
  }

  /** Begins to show a run. */
  synchronized RunFeed add(Moment first, boolean controls) {
    RunFeed feed = new RunFeed(String.valueOf(++number), first, controls, bell);
    feeds.add(feed);
    feeds.stream()
        .filter(old -> feeds.size() > MOST && old.newest().progress().state().isOver())
        .findFirst()
        .ifPresent(feeds::remove);
    bell.ring();
    return feed;
  }

  List<RunFeed> list() {
    return ImmutableList.copyOf(feeds);
  }

  Optional<RunFeed> find(String id) {
    return feeds.stream().filter(feed -> feed.id().equals(id)).findFirst();
  }

  /** The list as JSON. */
  byte[] json() throws IOException {
    return RunFeed.json(
        json -> {
          json.writeStartArray();
          for (RunFeed feed : feeds) {
            feed.writeSummary(json);
          }
          json.writeEndArray();
        });
  }
}
