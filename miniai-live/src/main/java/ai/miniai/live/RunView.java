package ai.miniai.live;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.StepClock;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the page shows of a run: its columns merged, its lines thinned. It follows the run from
 * moment to moment and remembers, for the last of them, from where on each part has changed, so
 * that a browser gets only what it does not have. Not thread-safe.
 */
final class RunView {
  /** The maximum number of columns of a recording: about as many as a picture has pixels. */
  static final int MOST_COLUMNS = 512;

  /** How many moments back a browser may be. */
  private static final int REMEMBERED = 256;

  /** From where on each part changed: a curve, a quantity. Empty: everything has changed. */
  private record Change(Optional<Map<Object, Integer>> from, int samples) {}

  private final String id;
  private final int mostColumns;
  private final boolean controls;
  private final Deque<Change> changes = new ArrayDeque<>();
  private final Examination examination = new Examination();
  private final Map<Quantity, MergedRecording> recordings = new EnumMap<>(Quantity.class);
  private List<Curve> curves = ImmutableList.of();
  private Moment now;
  private long version;

  /**
   * {@code mostColumns}: of a recording; {@code controls}: whether the page may offer its buttons.
   */
  RunView(String id, Moment first, int mostColumns, boolean controls) {
    this.id = id;
    this.mostColumns = mostColumns;
    this.controls = controls;
    now = first;
    update(first);
  }

  /** Of a run that is over. */
  static RunView of(String id, Moment moment, int mostColumns) {
    return new RunView(id, moment, mostColumns, false);
  }

  /** The number of moments so far. */
  long version() {
    return version;
  }

  Moment now() {
    return now;
  }

  Diagnosis diagnosis() {
    return examination.diagnosis();
  }

  // ---------------------------------------------------------------- following

  /** Goes on to a later moment of the same run. */
  void update(Moment next) {
    Map<Object, Integer> from = new HashMap<>();
    boolean same = version > 0 && hasPartsOf(next);
    if (!same) {
      recordings.clear();
    }
    StepClock clock = StepClock.of(next.record());
    for (Recording recording : next.record().recordings()) {
      Quantity quantity = recording.quantity();
      from.put(
          quantity,
          recordings
              .computeIfAbsent(quantity, added -> new MergedRecording(added, mostColumns))
              .update(recording, clock));
    }
    List<Curve> after = Curves.of(next);
    for (Curve curve : after) {
      from.put(key(curve), before(curve).map(curve::changedFrom).orElse(0));
    }
    remember(new Change(same ? Optional.of(from) : Optional.empty(), now.samples().size()));
    curves = after;
    now = next;
    version++;
    examination.update(next);
  }

  private boolean hasPartsOf(Moment next) {
    List<Recording> theirs = next.record().recordings();
    return recordings.size() == theirs.size()
        && theirs.stream()
            .allMatch(
                recording ->
                    recordings.containsKey(recording.quantity())
                        && recordings.get(recording.quantity()).hasLayersOf(recording))
        && Collections.indexOfSubList(next.samples(), now.samples()) == 0;
  }

  private static List<String> key(Curve curve) {
    return ImmutableList.of(curve.group(), curve.name(), curve.kind());
  }

  private Optional<Curve> before(Curve curve) {
    return curves.stream().filter(curve::isSameAs).findFirst();
  }

  private void remember(Change change) {
    changes.addLast(change);
    if (changes.size() > REMEMBERED) {
      changes.removeFirst();
    }
  }

  // ---------------------------------------------------------------- writing

  /** Writes everything; with the histograms if {@code counts}. */
  void write(JsonGenerator json, boolean counts) throws IOException {
    ViewWriter writer = new ViewWriter(json);
    json.writeStartObject();
    writer.writeRun(id, now);
    json.writeBooleanField("controls", controls);
    json.writeArrayFieldStart("series");
    for (Curve curve : curves) {
      writer.writeCurve(curve, 0);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("recordings");
    for (MergedRecording recording : recordings.values()) {
      writer.writeRecording(recording, 0, counts);
    }
    json.writeEndArray();
    writeRatios(writer, 0);
    writeDiagnosis(writer);
    writer.writeLayers(now.record().setup().layers());
    writer.writeSystem(now);
    writer.writeSamples(now.samples());
    json.writeStringField("merged", merged());
    json.writeEndObject();
  }

  /**
   * Whether {@link #writeSince} can tell what is new since that version. Otherwise everything is to
   * be written.
   */
  boolean knows(long since) {
    return since <= version
        && since >= version - changes.size()
        && since(since).allMatch(change -> change.from().isPresent());
  }

  private Stream<Change> since(long since) {
    return changes.stream().skip(changes.size() - (version - since));
  }

  /** Writes what has changed since a version that this view {@linkplain #knows knows}. */
  void writeSince(long since, JsonGenerator json) throws IOException {
    List<Change> missed = since(since).toList();
    ViewWriter writer = new ViewWriter(json);
    json.writeStartObject();
    writer.writeRun(id, now);
    json.writeArrayFieldStart("series");
    for (Curve curve : curves) {
      int from = from(key(curve), missed, curve.size());
      if (from < curve.size()) {
        writer.writeCurve(curve, from);
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("recordings");
    for (MergedRecording recording : recordings.values()) {
      int from = from(recording.quantity(), missed, recording.groups().size());
      if (from < recording.groups().size()) {
        writer.writeRecording(recording, from, false);
      }
    }
    json.writeEndArray();
    writeRatios(
        writer,
        Math.min(
            from(Quantity.PARAMETERS, missed, Integer.MAX_VALUE),
            from(Quantity.UPDATES, missed, Integer.MAX_VALUE)));
    writeDiagnosis(writer);
    writer.writeSystem(now);
    int samples = missed.stream().mapToInt(Change::samples).min().orElse(now.samples().size());
    writer.writeSamples(now.samples().subList(samples, now.samples().size()));
    json.writeStringField("merged", merged());
    json.writeEndObject();
  }

  private static int from(Object part, List<Change> missed, int size) {
    return missed.stream()
        .mapToInt(change -> change.from().orElseThrow().getOrDefault(part, 0))
        .reduce(size, Math::min);
  }

  private void writeRatios(ViewWriter writer, int from) throws IOException {
    MergedRecording parameters = recordings.get(Quantity.PARAMETERS);
    MergedRecording updates = recordings.get(Quantity.UPDATES);
    if (parameters != null
        && updates != null
        && parameters.groups().equals(updates.groups())
        && (from == 0 || from < updates.groups().size())) {
      writer.writeRatios(parameters, updates, from);
    }
  }

  private void writeDiagnosis(ViewWriter writer) throws IOException {
    writer.writeDiagnosis(examination.diagnosis(), examination.news());
  }

  /** What was merged, in words; empty if nothing was. */
  private String merged() {
    int most = recordings.values().stream().mapToInt(MergedRecording::merged).max().orElse(1);
    return most > 1 ? "each column stands for up to " + most + " recorded ones" : "";
  }

  /** The histograms of a layer; empty if it was not recorded. */
  Optional<MergedLayer.Histogram> histogram(String quantity, String layer) {
    return recordings.values().stream()
        .filter(recording -> recording.quantity().label().equals(quantity))
        .flatMap(recording -> recording.layer(layer).stream())
        .map(MergedLayer::histogram)
        .findFirst();
  }
}
