package ai.miniai.data;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** {@link Collate#defaultCollate}: descends into maps and lists, and stacks the values in them. */
final class DefaultCollate {
  private DefaultCollate() {}

  /**
   * Collates recursively.
   *
   * @param items the corresponding parts of all items, one or more
   * @param place the path of names and positions to these parts, separated by dots; empty at the
   *     top level
   */
  static Object collate(List<?> items, String place) {
    Object first = items.get(0);
    if (first instanceof Map<?, ?> map) {
      return maps(items, map.keySet(), place);
    } else if (first instanceof List<?> list) {
      return lists(items, list.size(), place);
    } else if (first instanceof String && items.stream().allMatch(String.class::isInstance)) {
      return ImmutableList.copyOf(items);
    }
    return stack(items, place);
  }

  private static ImmutableMap<Object, Object> maps(List<?> items, Set<?> names, String place) {
    ImmutableMap.Builder<Object, Object> collated = ImmutableMap.builder();
    for (Object name : names) {
      List<Object> values = new ArrayList<>();
      for (Object item : items) {
        Object value = item instanceof Map<?, ?> map ? map.get(name) : null;
        if (value == null) {
          throw unlike(
              place,
              values.size(),
              "a map with a value for \"" + name + "\"",
              item instanceof Map<?, ?> map ? "one for " + map.keySet() : type(item));
        }
        values.add(value);
      }
      collated.put(name, collate(values, below(place, name)));
    }
    return collated.buildOrThrow();
  }

  private static ImmutableList<Object> lists(List<?> items, int size, String place) {
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      if (!(item instanceof List<?> list && list.size() == size)) {
        throw unlike(
            place,
            i,
            "a list of " + size,
            item instanceof List<?> other ? "one of " + other.size() : type(item));
      }
    }
    return IntStream.range(0, size)
        .mapToObj(
            position -> {
              List<?> values = items.stream().map(item -> ((List<?>) item).get(position)).toList();
              return collate(values, below(place, position));
            })
        .collect(ImmutableList.toImmutableList());
  }

  private static Tensor stack(List<?> items, String place) {
    List<Sample> values =
        IntStream.range(0, items.size())
            .mapToObj(i -> Sample.of(HostValue.of(items.get(i), which(place, i))))
            .toList();
    try {
      return Tensor.of(Collate.stack(values).get(0));
    } catch (IllegalArgumentException ragged) {
      throw new IllegalArgumentException(
          (place.isEmpty() ? "" : "\"" + place + "\": ") + ragged.getMessage(), ragged);
    }
  }

  private static IllegalArgumentException unlike(
      String place, int item, String expected, String given) {
    return new IllegalArgumentException(
        which(place, item) + ": expected " + expected + ", as in item 0, got " + given);
  }

  private static String which(String place, int item) {
    return (place.isEmpty() ? "" : "\"" + place + "\" of ") + "item " + item;
  }

  private static String below(String place, Object name) {
    return place.isEmpty() ? name.toString() : place + "." + name;
  }

  private static String type(Object item) {
    return "type " + item.getClass().getSimpleName();
  }
}
