package ai.miniai.live;

import ai.miniai.recording.Recording;
import ai.miniai.recording.StepClock;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Columns of a recording that the page shows as one.
 *
 * @param begin the first training step
 * @param end the step behind the last one; {@code begin} for validation, which takes no step
 * @param training false for validation
 * @param epoch the epoch of the first column, from 0
 * @param batches the number of batches that were recorded
 * @param members the indices of the columns
 */
record ColumnGroup(
    long begin, long end, boolean training, int epoch, long batches, ImmutableIntArray members) {

  /** How many iterations, and how many epochs, a group takes together: both are powers of two. */
  record Width(int iterations, int epochs) {
    static final Width ONE = new Width(1, 1);

    private Block block(Recording.Column column) {
      return new Block(column.epoch() / epochs, column.training(), column.iteration() / iterations);
    }

    private boolean isWithin(int most, List<Recording.Column> columns) {
      return columns.stream().map(this::block).distinct().limit(most + 1L).count() <= most;
    }

    private Width doubled(int longest) {
      return iterations < longest
          ? new Width(2 * iterations, epochs)
          : new Width(iterations, 2 * epochs);
    }

    /** The next width for which there are at most {@code most} groups. */
    Width widened(int most, List<Recording.Column> columns) {
      int longest = columns.stream().mapToInt(Recording.Column::iteration).max().orElse(0) + 1;
      Width width = this;
      while (!width.isWithin(most, columns)) {
        width = width.doubled(longest);
      }
      return width;
    }
  }

  private record Block(int epochs, boolean training, int iterations) implements Comparable<Block> {
    private static final Comparator<Block> IN_TIME =
        Comparator.comparingInt(Block::epochs)
            .thenComparing(block -> !block.training())
            .thenComparingInt(Block::iterations);

    @Override
    public int compareTo(Block other) {
      return IN_TIME.compare(this, other);
    }
  }

  /** All groups of this width, in order of time. */
  static ImmutableList<ColumnGroup> of(
      List<Recording.Column> columns, StepClock clock, Width width) {
    TreeMap<Block, List<Integer>> blocks = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      blocks.computeIfAbsent(width.block(columns.get(i)), block -> new ArrayList<>()).add(i);
    }
    long[] ends = ends(columns, clock);
    return blocks.values().stream()
        .map(members -> group(columns, members, ends, clock))
        .collect(ImmutableList.toImmutableList());
  }

  private static ColumnGroup group(
      List<Recording.Column> columns, List<Integer> members, long[] ends, StepClock clock) {
    Recording.Column first = columns.get(members.get(0));
    int last = members.get(members.size() - 1);
    boolean training = first.training();
    long end = training ? ends[last] : clock.step(columns.get(last).place());
    return new ColumnGroup(
        training ? clock.step(first.place()) : end,
        end,
        training,
        first.epoch(),
        members.stream().mapToLong(i -> columns.get(i).batches()).sum(),
        ImmutableIntArray.copyOf(members));
  }

  /**
   * Where each training column ends: if only some batches are recorded, where the next one begins,
   * unless a whole epoch is missing between them.
   */
  private static long[] ends(List<Recording.Column> columns, StepClock clock) {
    long[] ends = new long[columns.size()];
    int before = -1;
    for (int i = 0; i < columns.size(); i++) {
      Recording.Column column = columns.get(i);
      if (column.training()) {
        if (before >= 0 && column.epoch() <= columns.get(before).epoch() + 1) {
          ends[before] = clock.step(column.place());
        }
        ends[i] = clock.step(column.place()) + column.batches();
        before = i;
      }
    }
    return ends;
  }
}
