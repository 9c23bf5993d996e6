package ai.miniai.live;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.DeadUnits;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A layer of a {@link MergedRecording}: one distribution for each group of columns. */
final class MergedLayer {
  /** A count is written as ln(1 + count) in these parts: counts below 1,000 are exact. */
  private static final double PARTS = 1000;

  /**
   * The histograms of all columns.
   *
   * @param columns how many there are
   * @param bytes column after column: 16 bits a bin, the lower byte first
   */
  record Histogram(int columns, byte[] bytes) {}

  private final String name;
  private final String label;
  private final Bins bins;
  private final List<Distribution> columns = new ArrayList<>();
  private final List<DeadUnits> deadUnits = new ArrayList<>();

  /** Without columns so far. */
  MergedLayer(LayerStats layer) {
    name = layer.name();
    label = layer.label();
    bins = layer.bins();
  }

  /** Whether {@code layer} is the same one, perhaps at another time. */
  boolean isSameAs(LayerStats layer) {
    return name.equals(layer.name()) && label.equals(layer.label()) && bins.equals(layer.bins());
  }

  /** Computes the columns of these groups again, from index {@code from} on. */
  void update(LayerStats layer, List<ColumnGroup> groups, int from) {
    columns.subList(Math.min(from, columns.size()), columns.size()).clear();
    deadUnits.subList(Math.min(from, deadUnits.size()), deadUnits.size()).clear();
    List<Distribution> source = layer.columns();
    List<DeadUnits> sourceDead = layer.deadUnits();
    for (ColumnGroup group : groups.subList(from, groups.size())) {
      columns.add(
          group.members().stream()
              .mapToObj(source::get)
              .reduce(Distribution.empty(bins.count()), Distribution::combine));
      deadUnits.add(
          group.members().stream()
              .mapToObj(sourceDead::get)
              .reduce(DeadUnits.UNKNOWN, DeadUnits::combine));
    }
  }

  String name() {
    return name;
  }

  String label() {
    return label;
  }

  Bins bins() {
    return bins;
  }

  List<Distribution> columns() {
    return columns;
  }

  List<DeadUnits> deadUnits() {
    return deadUnits;
  }

  /** The number of units; 0 if it is not known. */
  int units() {
    return deadUnits.stream().mapToInt(DeadUnits::units).max().orElse(0);
  }

  Histogram histogram() {
    return new Histogram(columns.size(), counts());
  }

  private byte[] counts() {
    ByteBuffer bytes =
        ByteBuffer.allocate(columns.size() * bins.count() * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Distribution column : columns) {
      column.counts().forEach(count -> bytes.putShort((short) part(count)));
    }
    return bytes.array();
  }

  private static long part(long count) {
    return Math.round(PARTS * Math.log1p((double) count));
  }
}
