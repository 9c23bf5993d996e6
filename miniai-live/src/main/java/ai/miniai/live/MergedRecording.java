package ai.miniai.live;

import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.StepClock;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A recording with a limited number of columns: neighbouring ones are merged by adding counts and
 * pooling moments. It follows a recording that grows, and computes only what has changed.
 */
final class MergedRecording {
  private final Quantity quantity;
  private final int most;
  private ColumnGroup.Width width = ColumnGroup.Width.ONE;
  private List<ColumnGroup> groups = ImmutableList.of();
  private List<MergedLayer> layers = ImmutableList.of();

  /** {@code most}: the maximum number of columns, 2 or more. */
  MergedRecording(Quantity quantity, int most) {
    this.quantity = quantity;
    this.most = most;
  }

  /** Follows {@code now}; returns the index of the first column that has changed. */
  int update(Recording now, StepClock clock) {
    List<Recording.Column> columns = columns(now);
    width = width.widened(most, columns);
    List<ColumnGroup> after = ColumnGroup.of(columns, clock, width);
    int from = 0;
    if (hasLayersOf(now)) {
      from = firstDifference(groups, after);
    } else {
      layers = now.layers().stream().map(MergedLayer::new).collect(ImmutableList.toImmutableList());
    }
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).update(now.layers().get(i), after, from);
    }
    groups = after;
    return from;
  }

  /** A recording that does not say what its columns are has one for each batch. */
  private static List<Recording.Column> columns(Recording recording) {
    int count = recording.layers().stream().mapToInt(LayerStats::size).min().orElse(0);
    return recording.columns().isEmpty()
        ? IntStream.range(0, count).mapToObj(i -> new Recording.Column(0, i, true)).toList()
        : recording.columns();
  }

  /** Whether the layers are those of {@code recording}, in the same order. */
  boolean hasLayersOf(Recording recording) {
    List<LayerStats> theirs = recording.layers();
    return layers.size() == theirs.size()
        && IntStream.range(0, theirs.size()).allMatch(i -> layers.get(i).isSameAs(theirs.get(i)));
  }

  private static int firstDifference(List<ColumnGroup> before, List<ColumnGroup> after) {
    int common = Math.min(before.size(), after.size());
    return IntStream.range(0, common)
        .filter(i -> !before.get(i).equals(after.get(i)))
        .findFirst()
        .orElse(common);
  }

  Quantity quantity() {
    return quantity;
  }

  List<ColumnGroup> groups() {
    return groups;
  }

  List<MergedLayer> layers() {
    return layers;
  }

  Optional<MergedLayer> layer(String name) {
    return layers.stream().filter(layer -> layer.name().equals(name)).findFirst();
  }

  /** How many columns one of the page stands for: 1 if none were merged. */
  int merged() {
    return groups.stream().mapToInt(group -> group.members().length()).max().orElse(1);
  }
}
