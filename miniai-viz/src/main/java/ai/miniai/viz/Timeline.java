package ai.miniai.viz;

import ai.miniai.recording.Recording;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The positions of the columns of a recording on an axis of batches.
 *
 * @param batches the number of recorded batches in each column
 * @param widths the number of batches from each column to the next, including those that were not
 *     recorded
 */
record Timeline(ImmutableIntArray batches, ImmutableIntArray widths) {
  /** This many columns of one batch each. */
  static Timeline of(int columns) {
    ImmutableIntArray ones = ImmutableIntArray.copyOf(IntStream.generate(() -> 1).limit(columns));
    return new Timeline(ones, ones);
  }

  /** These columns; {@code count} columns of one batch each if they are not known. */
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
          distance > 0 ? rate(columns, i) : usual; // the last column of a pass gets the usual rate
    }
    return new Timeline(
        ImmutableIntArray.copyOf(columns.stream().mapToInt(Recording.Column::batches)),
        widths.build());
  }

  /**
   * The number of batches from column {@code i} to the next one of the same pass; 0 if there is
   * none.
   */
  private static int toNext(List<Recording.Column> columns, int i) {
    Recording.Column column = columns.get(i);
    Recording.Column next = columns.get(Math.min(i + 1, columns.size() - 1));
    boolean samePass = next.epoch() == column.epoch() && next.training() == column.training();
    return samePass ? Math.max(0, next.iteration() - column.iteration()) : 0;
  }

  /** For example 10 if every tenth batch was recorded. */
  private static int rate(List<Recording.Column> columns, int i) {
    return Math.max(1, toNext(columns, i) / columns.get(i).batches());
  }

  /** The number of columns. */
  int size() {
    return widths.length();
  }

  /** The start of each column, and the end of the last one, in batches. */
  double[] edges() {
    double[] edges = new double[size() + 1];
    for (int i = 0; i < size(); i++) {
      edges[i + 1] = edges[i] + widths.get(i);
    }
    return edges;
  }

  /**
   * The position of each column: batch {@code i} is at i; a column of several batches is at their
   * centre.
   */
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

  /** Whether all columns have the same width. */
  boolean isEven() {
    return widths.stream().distinct().count() <= 1;
  }
}
