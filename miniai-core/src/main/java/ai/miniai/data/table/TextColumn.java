package ai.miniai.data.table;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/**
 * A column of texts, each of which is stored once.
 *
 * @param codes for each row the index of its text, or {@link #MISSING}
 * @param texts the different texts, in the order in which they first appear; some may be of rows
 *     that have been left out since
 */
record TextColumn(ImmutableIntArray codes, ImmutableList<String> texts) {
  static final int MISSING = -1;

  TextColumn rows(int... indices) {
    int[] chosen = Arrays.stream(indices).map(codes::get).toArray();
    return new TextColumn(ImmutableIntArray.copyOf(chosen), texts);
  }

  TextColumn subset(int from, int to) {
    return new TextColumn(codes.subArray(from, to), texts);
  }
}
