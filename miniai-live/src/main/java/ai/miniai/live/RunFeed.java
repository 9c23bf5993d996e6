package ai.miniai.live;

import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Severity;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes a run from the thread that trains to those of the browsers. The training only puts its
 * latest moment here; whatever that costs, merging columns and writing JSON, is done by the thread
 * of a browser that wants it. A moment that nobody took is replaced by the next one, so that a slow
 * browser misses some, and nothing piles up.
 */
final class RunFeed {
  /** What one browser gets: the data of an event, and the version that it then has. */
  record Part(String event, long version, byte[] json) {}

  private static final JsonFactory JSON = new JsonFactory();

  /** Who asked for a view, but follows no events, counts as a reader for so long. */
  private static final Duration GLANCE = Duration.ofSeconds(2);

  private final String id;
  private final boolean controls;
  private final Bell bell;
  private final AtomicInteger readers = new AtomicInteger();
  private volatile long asked;
  private volatile Moment newest;
  private volatile Moment taken;

  /** Used only by who holds the lock of this feed. */
  private final RunView view;

  /** {@code bell} rings at each new moment. */
  RunFeed(String id, Moment first, boolean controls, Bell bell) {
    this.id = id;
    this.controls = controls;
    this.bell = bell;
    newest = first;
    taken = first;
    asked = System.nanoTime() - Duration.ofDays(1).toNanos(); // never
    view = new RunView(id, first, RunView.MOST_COLUMNS, controls);
  }

  String id() {
    return id;
  }

  boolean hasControls() {
    return controls;
  }

  // ---------------------------------------------------------------- the training's side

  /** Whether somebody looks, and has taken the last moment. */
  boolean isWanted() {
    return isLookedAt(GLANCE) && isTaken();
  }

  /** Whether a browser follows, or has asked for anything within this time. */
  boolean isLookedAt(Duration within) {
    return readers.get() > 0 || System.nanoTime() - asked < within.toNanos();
  }

  /** Whether a browser has had the last moment; another one is another, whatever is in it. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isTaken() {
    return taken == newest;
  }

  /** Puts the latest moment here. */
  void offer(Moment moment) {
    newest = moment;
    bell.ring();
  }

  Moment newest() {
    return newest;
  }

  // ---------------------------------------------------------------- the browsers' side

  /** Somebody looks from now on. */
  void join() {
    readers.incrementAndGet();
  }

  void leave() {
    readers.decrementAndGet();
  }

  /**
   * What a browser that has this version (0: none) does not have yet; empty if there is nothing.
   */
  synchronized Optional<Part> since(long version) throws IOException {
    refresh();
    if (version == view.version()) {
      return Optional.empty();
    }
    boolean update = version > 0 && view.knows(version);
    return Optional.of(
        new Part(
            update ? "update" : "view",
            view.version(),
            json(
                generator -> {
                  if (update) {
                    view.writeSince(version, generator);
                  } else {
                    view.write(generator, false);
                  }
                })));
  }

  /** Everything, as JSON. */
  synchronized byte[] view() throws IOException {
    look();
    return json(generator -> view.write(generator, false));
  }

  /** The histograms of a layer; empty if there is no such layer. */
  synchronized Optional<MergedLayer.Histogram> histogram(String quantity, String layer) {
    look();
    return view.histogram(quantity, layer);
  }

  /** Writes what a list of runs tells of this one. */
  synchronized void writeSummary(JsonGenerator json) throws IOException {
    look();
    Moment now = view.now();
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("name", now.name());
    json.writeStringField("state", now.progress().state().toString());
    json.writeNumberField("step", now.progress().step());
    json.writeStringField("severity", view.diagnosis().severity().map(Severity::name).orElse(null));
    json.writeStringField("headline", view.diagnosis().headline().map(Finding::name).orElse(""));
    json.writeEndObject();
  }

  private synchronized void look() {
    asked = System.nanoTime();
    refresh();
  }

  private synchronized void refresh() {
    Moment next = newest;
    if (!isTaken()) {
      view.update(next);
      taken = next;
    }
  }

  /** Something that writes JSON. */
  interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static byte[] json(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      body.writeTo(json);
    }
    return bytes.toByteArray();
  }
}
