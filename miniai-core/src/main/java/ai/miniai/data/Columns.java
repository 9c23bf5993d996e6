package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import java.util.Map;

/** Selected columns of items that are maps. */
record Columns(MapDataset maps, ImmutableList<String> names) implements Dataset {
  @Override
  public int size() {
    return maps.size();
  }

  @Override
  public Sample get(int index) {
    Map<String, ?> item = maps.get(index);
    ImmutableList.Builder<HostArray> arrays = ImmutableList.builder();
    for (String name : names) {
      Object value = item.get(name);
      checkArgument(
          value != null,
          "item %s has no value for \"%s\", only for %s",
          index,
          name,
          item.keySet());
      arrays.add(HostValue.of(value, "\"" + name + "\" of item " + index));
    }
    return new Sample(arrays.build());
  }
}
