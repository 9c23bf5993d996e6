package ai.miniai.viz;

import ai.miniai.hooks.Recording;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the columns of a recording lie on an axis of batches.
 *
 * @param batches how many were recorded in each column
 * @param every 10 if one in ten batches was recorded
 */
record Timeline(ImmutableIntArray batches, int every) {
  /** So many columns of one batch each. */
  static Timeline of(int columns) {
    return new Timeline(ImmutableIntArray.copyOf(IntStream.generate(() -> 1).limit(columns)), 1);
  }

  /** These columns; {@code count} of one batch each if they are not known. */
  static Timeline of(List<Recording.Column> columns, int count) {
    return columns.isEmpty()
        ? of(count)
        : new Timeline(
            ImmutableIntArray.copyOf(columns.stream().mapToInt(Recording.Column::batches)),
            every(columns));
  }

  /** The least distance between batches of one pass that follow one another; 1 if none do. */
  private static int every(List<Recording.Column> columns) {
    return IntStream.range(1, columns.size())
        .filter(i -> columns.get(i).epoch() == columns.get(i - 1).epoch())
        .filter(i -> columns.get(i).training() == columns.get(i - 1).training())
        .map(
            i ->
                (columns.get(i).iteration() - columns.get(i - 1).iteration())
                    / columns.get(i - 1).batches())
        .filter(distance -> distance > 0)
        .min()
        .orElse(1);
  }

  /** The number of columns. */
  int size() {
    return batches.length();
  }

  /** Where each column begins, and where the last one ends, in batches. */
  double[] edges() {
    double[] edges = new double[size() + 1];
    for (int i = 0; i < size(); i++) {
      edges[i + 1] = edges[i] + (double) every * batches.get(i);
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
    return batches.stream().distinct().count() <= 1;
  }
}
