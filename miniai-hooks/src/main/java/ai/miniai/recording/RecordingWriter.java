package ai.miniai.recording;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.setup.Guessing;
import ai.miniai.setup.RunSetup;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.base.Ascii;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Writes a {@link RunRecord} in the format that {@code docs/stats-json.md} describes. */
record RecordingWriter(JsonGenerator json) {
  /** The version of the format. */
  static final int VERSION = 3;

  void write(RunRecord run) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", "miniai-stats");
    json.writeNumberField("version", VERSION);
    if (run.classes().isPresent()) {
      json.writeNumberField("classes", run.classes().getAsInt());
    }
    if (run.nanos() > 0) {
      json.writeNumberField("nanos", run.nanos());
    }
    writeLosses(run.losses());
    if (!run.setup().equals(RunSetup.UNKNOWN)) {
      json.writeFieldName("setup");
      new SetupWriter(json).write(run.setup());
    }
    if (!run.guessing().equals(Guessing.UNKNOWN)) {
      json.writeObjectFieldStart("guessing");
      writeDoubles("training", run.guessing().training().toArray());
      writeDoubles("validation", run.guessing().validation().toArray());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("recordings");
    for (Recording recording : run.recordings()) {
      writeRecording(recording);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeLosses(LossHistory losses) throws IOException {
    if (losses.training().isEmpty() && losses.validation().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("losses");
    writeDoubles("training", Doubles.toArray(losses.training()));
    json.writeArrayFieldStart("validation");
    for (LossHistory.Validation pass : losses.validation()) {
      json.writeStartObject();
      json.writeNumberField("batches", pass.batches());
      json.writeFieldName("loss");
      writeDouble(pass.loss());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeRecording(Recording recording) throws IOException {
    json.writeStartObject();
    json.writeStringField("quantity", recording.quantity().label());
    if (recording.batchesPerPass() > 0) {
      json.writeNumberField("batchesPerPass", recording.batchesPerPass());
    }
    json.writeArrayFieldStart("columns");
    for (Recording.Column column : recording.columns()) {
      json.writeStartObject();
      writePlace(column.place());
      json.writeNumberField("batches", column.batches());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("layers");
    for (LayerStats layer : recording.layers()) {
      writeLayer(layer);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writePlace(Place place) throws IOException {
    json.writeNumberField("epoch", place.epoch());
    json.writeNumberField("iteration", place.iteration());
    json.writeBooleanField("training", place.training());
  }

  private void writeLayer(LayerStats layer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", layer.name());
    if (!layer.label().isEmpty()) {
      json.writeStringField("label", layer.label());
    }
    json.writeStringField("scale", Ascii.toLowerCase(layer.bins().scale().name()));
    double[] edges = new double[layer.bins().count() + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = layer.bins().edge(i);
    }
    writeDoubles("binEdges", edges);
    writeLongs("size", layer.columns(), Distribution::size);
    writeDoubles("mean", layer.means());
    writeDoubles("std", layer.stds());
    writeExtremes(layer.columns());
    writeLongs("nonFinite", layer.columns(), Distribution::nonFinite);
    writeLongs("underflow", layer.columns(), Distribution::underflow);
    writeLongs("overflow", layer.columns(), Distribution::overflow);
    writeZeros(layer.columns());
    json.writeArrayFieldStart("counts");
    for (Distribution column : layer.columns()) {
      long[] counts = column.counts().toArray();
      json.writeArray(counts, 0, counts.length);
    }
    json.writeEndArray();
    writeExtras(layer);
    json.writeEndObject();
  }

  /** Writes the extremes only if some column stands for several tensors. */
  private void writeExtremes(List<Distribution> columns) throws IOException {
    if (columns.stream().anyMatch(c -> !c.stds().equals(new Extremes(c.std(), c.std())))) {
      writeDoubles("stdMin", columns.stream().mapToDouble(c -> c.stds().least()).toArray());
      writeDoubles("stdMax", columns.stream().mapToDouble(c -> c.stds().greatest()).toArray());
    }
  }

  private void writeZeros(List<Distribution> columns) throws IOException {
    if (columns.stream().noneMatch(column -> column.zeros() >= 0)) {
      return;
    }
    json.writeArrayFieldStart("zeros");
    for (Distribution column : columns) {
      if (column.zeros() >= 0) {
        json.writeNumber(column.zeros());
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }

  /** Writes the fields that not every recording has. */
  private void writeExtras(LayerStats layer) throws IOException {
    if (layer.deadUnits().stream().anyMatch(dead -> dead.units() > 0)) {
      writeLongs("units", layer.deadUnits(), DeadUnits::units);
      json.writeArrayFieldStart("deadUnits");
      for (DeadUnits column : layer.deadUnits()) {
        int[] dead = column.dead().toArray();
        json.writeArray(dead, 0, dead.length);
      }
      json.writeEndArray();
    }
    Optional<NonFinite> first = layer.firstNonFinite();
    if (first.isPresent()) {
      json.writeObjectFieldStart("firstNonFinite");
      writePlace(first.get().place());
      json.writeNumberField("order", first.get().order());
      json.writeEndObject();
    }
    if (layer.watchNanos() > 0) {
      json.writeNumberField("watchNanos", layer.watchNanos());
    }
  }

  private <T> void writeLongs(String name, List<T> columns, ToLongFunction<T> number)
      throws IOException {
    long[] values = columns.stream().mapToLong(number).toArray();
    json.writeFieldName(name);
    json.writeArray(values, 0, values.length);
  }

  private void writeDoubles(String name, double... values) throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      writeDouble(value);
    }
    json.writeEndArray();
  }

  private void writeDouble(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }
}
