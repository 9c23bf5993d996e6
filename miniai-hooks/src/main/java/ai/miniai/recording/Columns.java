package ai.miniai.recording;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The columns of a recording in order of time, limited in number.
 *
 * <p>A column stands for the batches of one block: {@code span} consecutive iterations of one pass.
 * When there are too many columns, the span is doubled until there are few enough. When there are
 * too many passes, a column combines the passes of 2, 4, 8, … epochs. The block of a batch depends
 * only on its place. So the columns do not depend on the order in which batches arrive, or on how
 * parts of the recording were combined.
 */
final class Columns {
  /** The number of values at the start of {@link #numbers}, before the columns. */
  static final int HEAD = 3;

  private static final int EACH = 4;
  private static final int MOST = 1 << 30;

  /** What a column stands for: a block of iterations in a group of epochs. */
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

  private final List<Recording.Column> columns = new ArrayList<>();
  private final int limit;
  private int span = 1;
  private int epochs = 1;

  /** {@code limit}: the maximum number of columns, 2 or more. */
  Columns(int limit) {
    this.limit = limit;
  }

  /** Restores columns from {@link #numbers}. */
  static Columns of(double... numbers) {
    Columns restored = new Columns((int) numbers[0]);
    restored.span = (int) numbers[1];
    restored.epochs = (int) numbers[2];
    for (int i = HEAD; i < numbers.length; i += EACH) {
      restored.columns.add(
          new Recording.Column(
              (int) numbers[i], (int) numbers[i + 1], numbers[i + 2] != 0, (int) numbers[i + 3]));
    }
    return restored;
  }

  /** The complete state: limit, span, epochs, and four numbers for each column. */
  double[] numbers() {
    DoubleStream each =
        columns.stream()
            .flatMapToDouble(
                column ->
                    DoubleStream.of(
                        column.epoch(),
                        column.iteration(),
                        column.training() ? 1 : 0,
                        column.batches()));
    return DoubleStream.concat(DoubleStream.of(limit, span, epochs), each).toArray();
  }

  private Block block(Place place) {
    return new Block(place.epoch() / epochs, place.training(), place.iteration() / span);
  }

  /**
   * The index of the column of {@code place}; if there is none, −1 − the index where it would be
   * inserted.
   */
  int find(Place place) {
    return Collections.binarySearch(
        Lists.transform(columns, column -> block(column.place())), block(place));
  }

  int size() {
    return columns.size();
  }

  boolean isFull() {
    return columns.size() == limit;
  }

  /** Whether these columns stand for shorter blocks than those of {@code other}. */
  boolean isFinerThan(Columns other) {
    return span < other.span || epochs < other.epochs;
  }

  /** Inserts a column at {@code index}. */
  void insert(int index, Recording.Column column) {
    columns.add(index, column);
  }

  /** Sets what the column at {@code index} stands for. */
  void set(int index, Recording.Column column) {
    columns.set(index, column);
  }

  Recording.Column get(int index) {
    return columns.get(index);
  }

  /** Makes the blocks longer, and returns the new index of each column. */
  ImmutableIntArray coarsen() {
    if (span < MOST) {
      span *= 2;
    } else {
      epochs *= 2;
    }
    TreeMap<Block, Recording.Column> merged = new TreeMap<>();
    columns.forEach(column -> merged.merge(block(column.place()), column, Columns::join));
    List<Block> order = List.copyOf(merged.keySet());
    ImmutableIntArray.Builder targets = ImmutableIntArray.builder(columns.size());
    columns.forEach(column -> targets.add(Collections.binarySearch(order, block(column.place()))));
    columns.clear();
    columns.addAll(merged.values());
    return targets.build();
  }

  private static Recording.Column join(Recording.Column first, Recording.Column next) {
    return new Recording.Column(first.place(), first.batches() + next.batches());
  }

  ImmutableList<Recording.Column> list() {
    return ImmutableList.copyOf(columns);
  }
}
