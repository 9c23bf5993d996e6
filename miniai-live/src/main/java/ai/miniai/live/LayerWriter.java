package ai.miniai.live;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.DeadUnits;
import ai.miniai.recording.Distribution;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Writes a layer of a recording for the page. */
record LayerWriter(JsonGenerator json) {
  /** As {@code Plots.deadChart} counts near-zero values by default. */
  private static final int LOWEST_BINS = 1;

  /** The columns from {@code from} on; with the histograms if {@code counts}. */
  void write(MergedLayer layer, int from, boolean counts) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", layer.name());
    json.writeStringField("label", layer.label());
    Bins bins = layer.bins();
    json.writeStringField("scale", bins.scale().name().toLowerCase(Locale.ROOT));
    Digits.write(json, "min", bins.min());
    Digits.write(json, "max", bins.max());
    json.writeNumberField("bins", bins.count());
    json.writeNumberField("units", layer.units());
    writeColumns(layer, from);
    if (counts) {
      json.writeBinaryField("counts", layer.histogram().bytes());
    }
    json.writeEndObject();
  }

  private void writeColumns(MergedLayer layer, int from) throws IOException {
    List<Distribution> columns = layer.columns().subList(from, layer.columns().size());
    write("size", columns, Distribution::size);
    write("mean", columns, Distribution::mean);
    write("std", columns, Distribution::std);
    if (columns.stream().anyMatch(LayerWriter::hasExtremes)) {
      write("stdMin", columns, column -> column.stds().least());
      write("stdMax", columns, column -> column.stds().greatest());
    }
    boolean octaves = layer.bins().scale() == Bins.Scale.OCTAVES;
    write("nearZero", columns, octaves ? Distribution::vanished : LayerWriter::nearZero);
    write(
        "zeros", columns, column -> column.zeros() < 0 ? Double.NaN : column.zeros() / all(column));
    write("nonFinite", columns, column -> column.nonFinite() / all(column));
    write("overflow", columns, column -> column.overflow() / all(column));
    write("underflow", columns, column -> column.underflow() / all(column));
    write("deadUnits", layer.deadUnits().subList(from, layer.deadUnits().size()), DeadUnits::share);
  }

  /** The number of values, so that without values every share is NaN. */
  private static double all(Distribution column) {
    return column.size();
  }

  private static double nearZero(Distribution column) {
    return column.size() > column.nonFinite() ? column.nearZero(LOWEST_BINS) : Double.NaN;
  }

  /** A column of which some batches had NaN has no deviation, but extremes of the others. */
  private static boolean hasExtremes(Distribution column) {
    double least = column.stds().least();
    return column.stds().greatest() > least
        || (Double.isFinite(least) && !Double.isFinite(column.std()));
  }

  private <T> void write(String name, List<T> columns, ToDoubleFunction<? super T> number)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T column : columns) {
      Digits.write(json, number.applyAsDouble(column));
    }
    json.writeEndArray();
  }
}
