package ai.miniai.viz;

import ai.miniai.recording.Recording;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the columns of a recording lie on an axis of batches.
 *
 * @param batches how many were recorded in each column
 * @param widths the batches from each column to the next, those that were left out included
 */
record Timeline(ImmutableIntArray batches, ImmutableIntArray widths) {
  /** So many columns of one batch each. */
  static Timeline of(int columns) {
    ImmutableIntArray ones = ImmutableIntArray.copyOf(IntStream.generate(() -> 1).limit(columns));
    return new Timeline(ones, ones);
  }

  /** These columns; {@code count} of one batch each if they are not known. */
  static Timeline of(List<Recording.Column> columns, int count) {
    if (columns.isEmpty()) {
      return of(count);
    }
    int usual =
        IntStream.range(0, columns.size())
            .filter(i -> toNext(columns, i) > 0)
            .map(i -> rate(columns, i))
            .min()
            .orElse(1);
    ImmutableIntArray.Builder widths = ImmutableIntArray.builder(columns.size());
    int rate = usual;
    for (int i = 0; i < columns.size(); i++) {
      int batches = columns.get(i).batches();
      int distance = toNext(columns, i);
      widths.add(distance > 0 ? Math.max(distance, batches) : rate * batches);
      rate =
          distance > 0 ? rate(columns, i) : usual; // the last column of a pass is like the others
    }
    return new Timeline(
        ImmutableIntArray.copyOf(columns.stream().mapToInt(Recording.Column::batches)),
        widths.build());
  }

  /** The batches from column {@code i} to the next of the same pass; 0 if there is none. */
  private static int toNext(List<Recording.Column> columns, int i) {
    Recording.Column column = columns.get(i);
    Recording.Column next = columns.get(Math.min(i + 1, columns.size() - 1));
    boolean samePass = next.epoch() == column.epoch() && next.training() == column.training();
    return samePass ? Math.max(0, next.iteration() - column.iteration()) : 0;
  }

  /** 10 if one in ten batches was recorded. */
  private static int rate(List<Recording.Column> columns, int i) {
    return Math.max(1, toNext(columns, i) / columns.get(i).batches());
  }

  /** The number of columns. */
  int size() {
    return widths.length();
  }

  /** Where each column begins, and where the last one ends, in batches. */
  double[] edges() {
    double[] edges = new double[size() + 1];
    for (int i = 0; i < size(); i++) {
      edges[i + 1] = edges[i] + widths.get(i);
    }
    return edges;
  }

  /** Batch {@code i} lies at i; a column of several lies in their middle. */
  double[] centres() {
    double[] edges = edges();
    double[] centres = new double[size()];
    Arrays.setAll(centres, i -> (edges[i] + edges[i + 1] - 1) / 2);
    return centres;
  }

  /** The axis for all columns. */
  Axis axis() {
    double[] edges = edges();
    return Axis.batches((int) Math.min(Integer.MAX_VALUE, edges[size()]));
  }

  /** Whether all columns are of the same width. */
  boolean isEven() {
    return widths.stream().distinct().count() <= 1;
  }
}
