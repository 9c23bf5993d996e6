package ai.miniai.live;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs that a page shows. */
final class Runs {
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
    bell.ring();
    return feed;
  }

  void remove(RunFeed feed) {
    feeds.remove(feed);
  }

  /** The name, with a number if there is a run of this name already. */
  String unused(String name) {
    Set<String> used =
        feeds.stream().map(feed -> feed.newest().name()).collect(ImmutableSet.toImmutableSet());
    String free = name;
    for (int i = 2; used.contains(free); i++) {
      free = name + " " + i;
    }
    return free;
  }

  /** Whether a browser has shown any of them within this time. */
  boolean areLookedAt(Duration within) {
    return feeds.stream().anyMatch(feed -> feed.isLookedAt(within));
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
