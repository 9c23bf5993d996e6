package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a column of texts is prepared: each text becomes its index in the list.
 *
 * @param name of the column
 * @param texts the different texts of the training rows, sorted
 */
record PreparedCategory(String name, List<String> texts) {
  PreparedCategory {
    texts = ImmutableList.copyOf(texts);
    checkArgument(
        ImmutableSet.copyOf(texts).size() == texts.size(),
        "column \"%s\" has a text twice: %s",
        name,
        texts);
  }

  static PreparedCategory fit(String name, TextColumn column) {
    int[] used =
        column.codes().stream().filter(code -> code != TextColumn.MISSING).distinct().toArray();
    return new PreparedCategory(
        name, Arrays.stream(used).mapToObj(column.texts()::get).sorted().toList());
  }

  /** The index of each row's text, or {@link TextColumn#MISSING} if it is unknown or missing. */
  int[] apply(TextColumn column) {
    Map<String, Integer> indices = new HashMap<>();
    texts.forEach(text -> indices.put(text, indices.size()));
    int[] known =
        column.texts().stream()
            .mapToInt(text -> indices.getOrDefault(text, TextColumn.MISSING))
            .toArray();
    return column.codes().stream()
        .map(code -> code == TextColumn.MISSING ? TextColumn.MISSING : known[code])
        .toArray();
  }
}
