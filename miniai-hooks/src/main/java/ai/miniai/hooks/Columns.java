package ai.miniai.hooks;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The columns of a recording, kept to a number: when there are too many, neighbours of one epoch
 * and mode are merged, and from then on each column takes twice as many batches as before.
 */
final class Columns {
  private final List<Recording.Column> columns = new ArrayList<>();
  private int limit;
  private int batchesEach = 1;

  /** {@code limit}: more columns than this are there only if there are as many epochs. */
  Columns(int limit) {
    this.limit = limit;
  }

  /** The columns that {@link #numbers} told of. */
  static Columns of(double... numbers) {
    Columns restored = new Columns((int) numbers[0]);
    restored.batchesEach = (int) numbers[1];
    for (int i = 2; i < numbers.length; i += 4) {
      restored.columns.add(
          new Recording.Column(
              (int) numbers[i], (int) numbers[i + 1], numbers[i + 2] != 0, (int) numbers[i + 3]));
    }
    return restored;
  }

  /** All that there is to know: the limit, batches in each column, and four for each column. */
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
    return DoubleStream.concat(DoubleStream.of(limit, batchesEach), each).toArray();
  }

  /** Adds a batch: true if it begins a column, false if it joins the last one. */
  boolean add(int epoch, int iteration, boolean training) {
    return append(new Recording.Column(epoch, iteration, training));
  }

  private boolean append(Recording.Column next) {
    int last = columns.size() - 1;
    if (last >= 0 && mayJoin(columns.get(last), next)) {
      columns.set(last, join(columns.get(last), next));
      return false;
    }
    columns.add(next);
    return true;
  }

  private boolean mayJoin(Recording.Column column, Recording.Column next) {
    return column.epoch() == next.epoch()
        && column.training() == next.training()
        && column.batches() + next.batches() <= batchesEach;
  }

  private static Recording.Column join(Recording.Column column, Recording.Column next) {
    return new Recording.Column(
        column.epoch(), column.iteration(), column.training(), column.batches() + next.batches());
  }

  boolean isFull() {
    return columns.size() >= limit;
  }

  /** Merges neighbours, and says for each column that is left where it began before. */
  ImmutableIntArray merge() {
    List<Recording.Column> before = List.copyOf(columns);
    columns.clear();
    batchesEach *= 2;
    ImmutableIntArray.Builder starts = ImmutableIntArray.builder();
    for (int i = 0; i < before.size(); i++) {
      if (append(before.get(i))) {
        starts.add(i);
      }
    }
    limit = Math.max(limit, 2 * columns.size());
    return starts.build();
  }

  ImmutableList<Recording.Column> list() {
    return ImmutableList.copyOf(columns);
  }
}
