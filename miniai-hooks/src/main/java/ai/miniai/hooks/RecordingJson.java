package ai.miniai.hooks;

import ai.miniai.tensor.Bins;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Stores a {@link Recording} as JSON; {@code docs/stats-json.md} describes the form. Numbers that
 * are not finite are written as null.
 */
public final class RecordingJson {
  private final Recording recording;

  private RecordingJson(Recording recording) {
    this.recording = recording;
  }

  /**
   * Writes {@code recording} to {@code file}, which then holds all of it, or is as it was before.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Recording recording, Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.resolveSibling("");
    if (!Files.isDirectory(folder)) { // createDirectories refuses links to folders before JDK 20
      Files.createDirectories(folder);
    }
    Path partial = folder.resolve(absolute.getFileName() + "-" + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW);
          JsonGenerator json = new JsonFactory().createGenerator(out)) {
        new RecordingJson(recording).write(json);
      }
      Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", "miniai-stats");
    json.writeNumberField("version", 1);
    writeColumns(json);
    json.writeArrayFieldStart("layers");
    for (LayerStats layer : recording.layers()) {
      writeLayer(json, layer);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeColumns(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("columns");
    for (Recording.Column column : recording.columns()) {
      json.writeStartObject();
      json.writeNumberField("epoch", column.epoch());
      json.writeNumberField("iteration", column.iteration());
      json.writeBooleanField("training", column.training());
      json.writeNumberField("batches", column.batches());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeLayer(JsonGenerator json, LayerStats layer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", layer.name());
    writeEdges(json, layer.bins());
    writeLongs(json, "size", layer, Distribution::size);
    writeDoubles(json, "mean", layer.means());
    writeDoubles(json, "std", layer.stds());
    writeLongs(json, "nonFinite", layer, Distribution::nonFinite);
    writeLongs(json, "underflow", layer, Distribution::underflow);
    writeLongs(json, "overflow", layer, Distribution::overflow);
    json.writeArrayFieldStart("counts");
    for (Distribution column : layer.columns()) {
      long[] counts = column.counts().toArray();
      json.writeArray(counts, 0, counts.length);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeEdges(JsonGenerator json, Bins bins) throws IOException {
    double[] edges = new double[bins.count() + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = bins.min() + (bins.max() - bins.min()) * i / bins.count();
    }
    json.writeFieldName("binEdges");
    json.writeArray(edges, 0, edges.length);
  }

  private static void writeLongs(
      JsonGenerator json, String name, LayerStats layer, ToLongFunction<Distribution> number)
      throws IOException {
    long[] values = layer.columns().stream().mapToLong(number).toArray();
    json.writeFieldName(name);
    json.writeArray(values, 0, values.length);
  }

  private static void writeDoubles(JsonGenerator json, String name, double... values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }
}
