package ai.miniai.data;

import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.collect.ImmutableList;
import java.util.Map;

/** Maps in memory. */
record MapList(ImmutableList<Map<String, ?>> items) implements MapDataset {
  @Override
  public int size() {
    return items.size();
  }

  @Override
  public Map<String, ?> get(int index) {
    return items.get(checkElementIndex(index, size(), "index of the item"));
  }
}
