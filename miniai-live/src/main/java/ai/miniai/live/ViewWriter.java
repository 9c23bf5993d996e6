package ai.miniai.live;

import ai.miniai.device.MemoryUse;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.StepClock;
import ai.miniai.recording.WatchingCost;
import ai.miniai.setup.LayerInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Writes what the page shows of a run as JSON; {@code docs/live.md} describes it. */
record ViewWriter(JsonGenerator json) {
  static final double MEGABYTE = 1 << 20;

  void writeRun(String id, Moment now) throws IOException {
    Progress progress = now.progress();
    RunRecord record = now.record();
    json.writeObjectFieldStart("run");
    json.writeStringField("id", id);
    json.writeStringField("name", now.name());
    json.writeStringField("framework", record.setup().framework());
    json.writeStringField("state", progress.state().toString());
    json.writeStringField("reason", progress.reason());
    json.writeNumberField("startedMillis", progress.startedMillis());
    json.writeNumberField("nanos", record.nanos());
    json.writeNumberField("step", progress.step());
    json.writeNumberField("plannedSteps", progress.planned());
    json.writeNumberField("batchesPerPass", StepClock.of(record).batchesPerPass());
    json.writeNumberField("epoch", progress.epoch());
    json.writeNumberField("epochs", progress.epochs());
    json.writeEndObject();
  }

  /** Of a run that the page has not seen running, the memory is not known. */
  void writeSystem(Moment now) throws IOException {
    RunRecord record = now.record();
    json.writeObjectFieldStart("system");
    Digits.write(
        json, "stepsPerSecond", record.losses().training().size() / (record.nanos() / 1e9));
    if (!now.usage().isEmpty()) {
      MemoryUse memory = now.usage().get(now.usage().size() - 1).memory();
      Digits.write(json, "heapMegabytes", memory.heap() / MEGABYTE);
      Digits.write(json, "nativeMegabytes", memory.offHeap() / MEGABYTE);
      Digits.write(json, "residentMegabytes", memory.resident() / MEGABYTE);
    }
    Digits.write(json, "watchingShare", (double) WatchingCost.of(record).nanos() / record.nanos());
    json.writeEndObject();
  }

  void writeLayers(List<LayerInfo> layers) throws IOException {
    json.writeArrayFieldStart("layers");
    for (LayerInfo layer : layers) {
      json.writeStartObject();
      json.writeStringField("path", layer.path());
      json.writeStringField("type", layer.type());
      json.writeStringField("details", layer.details());
      json.writeStringField("label", layer.label());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  // ---------------------------------------------------------------- lines

  /** The points from {@code from} on. */
  void writeCurve(Curve curve, int from) throws IOException {
    json.writeStartObject();
    json.writeStringField("group", curve.group());
    json.writeStringField("name", curve.name());
    json.writeStringField("kind", curve.kind());
    json.writeNumberField("from", from);
    json.writeFieldName("steps");
    json.writeArray(curve.steps(), from, curve.size() - from);
    writeNumbers("values", curve.values(), from);
    if (curve.isMerged()) {
      writeNumbers("low", curve.low(), from);
      writeNumbers("high", curve.high(), from);
    }
    json.writeEndObject();
  }

  private void writeNumbers(String name, double[] numbers, int from) throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = from; i < numbers.length; i++) {
      Digits.write(json, numbers[i]);
    }
    json.writeEndArray();
  }

  // ---------------------------------------------------------------- recordings

  /** The columns from {@code from} on; with the histograms if {@code counts}. */
  void writeRecording(MergedRecording recording, int from, boolean counts) throws IOException {
    Quantity quantity = recording.quantity();
    json.writeStartObject();
    json.writeStringField("quantity", quantity.label());
    json.writeStringField("singular", quantity.singular());
    json.writeNumberField("from", from);
    writeColumns(recording.groups(), from);
    json.writeArrayFieldStart("layers");
    LayerWriter layers = new LayerWriter(json);
    for (MergedLayer layer : recording.layers()) {
      layers.write(layer, from, counts);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeColumns(List<ColumnGroup> all, int from) throws IOException {
    List<ColumnGroup> groups = all.subList(from, all.size());
    json.writeObjectFieldStart("columns");
    write("begin", groups, ColumnGroup::begin);
    write("end", groups, ColumnGroup::end);
    write("training", groups, group -> group.training() ? 1 : 0);
    write("epoch", groups, ColumnGroup::epoch);
    json.writeEndObject();
  }

  private void write(String name, List<ColumnGroup> groups, ToLongFunction<ColumnGroup> number)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (ColumnGroup group : groups) {
      json.writeNumber(number.applyAsLong(group));
    }
    json.writeEndArray();
  }

  /**
   * The update : weight ratios, see {@link RunRecord#updateRatios}, from column {@code from} on.
   */
  void writeRatios(MergedRecording parameters, MergedRecording updates, int from)
      throws IOException {
    json.writeObjectFieldStart("ratios");
    json.writeNumberField("from", from);
    writeColumns(updates.groups(), from);
    json.writeArrayFieldStart("names");
    for (MergedLayer update : updates.layers()) {
      json.writeString(update.name());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("values");
    for (MergedLayer update : updates.layers()) {
      writeRatios(parameters.layer(update.name()), update.columns(), from);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeRatios(Optional<MergedLayer> weights, List<Distribution> updates, int from)
      throws IOException {
    json.writeStartArray();
    for (int i = from; i < updates.size(); i++) {
      double weight = weights.isPresent() ? weights.get().columns().get(i).rms() : Double.NaN;
      Digits.write(json, weight > 0 ? updates.get(i).rms() / weight : Double.NaN);
    }
    json.writeEndArray();
  }

  // ---------------------------------------------------------------- the doctor

  void writeDiagnosis(Diagnosis diagnosis, List<News> news) throws IOException {
    json.writeObjectFieldStart("diagnosis");
    json.writeStringField("severity", diagnosis.severity().map(Severity::name).orElse(null));
    json.writeArrayFieldStart("checked");
    for (String one : diagnosis.checked()) {
      json.writeString(one);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("causes");
    for (Diagnosis.Cause cause : diagnosis.causes()) {
      writeCause(cause);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("news");
    for (News one : news) {
      json.writeStartObject();
      json.writeNumberField("step", one.step());
      json.writeStringField("severity", one.severity().name());
      json.writeStringField("name", one.name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeCause(Diagnosis.Cause cause) throws IOException {
    Finding finding = cause.finding();
    json.writeStartObject();
    json.writeStringField("name", finding.name());
    json.writeStringField("severity", finding.severity().name());
    json.writeStringField("says", finding.says());
    json.writeStringField("means", finding.means());
    json.writeStringField("advice", cause.advice());
    json.writeNumberField("begin", finding.firstBatch());
    json.writeNumberField("end", finding.lastBatch() + 1L);
    json.writeStringField("path", finding.path());
    json.writeStringField("place", finding.place());
    json.writeArrayFieldStart("consequences");
    for (Finding consequence : cause.consequences()) {
      json.writeString(consequence.name());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  // ---------------------------------------------------------------- samples

  void writeSamples(List<Sample> samples) throws IOException {
    json.writeArrayFieldStart("samples");
    for (Sample sample : samples) {
      json.writeStartObject();
      json.writeNumberField("step", sample.step());
      json.writeStringField("title", sample.title());
      json.writeStringField(
          "png", "data:image/png;base64," + Base64.getEncoder().encodeToString(sample.png()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
