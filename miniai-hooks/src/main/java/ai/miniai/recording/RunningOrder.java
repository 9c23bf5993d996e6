package ai.miniai.recording;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The order in which layers ran first. */
final class RunningOrder {
  private static final int NEVER = -1;

  private final Set<String> names = new LinkedHashSet<>();

  /** Tells that a layer runs now. */
  void add(String name) {
    names.add(name);
  }

  /** Adds the layers of {@code other} that have not run here, after all others. */
  void addAll(RunningOrder other) {
    names.addAll(other.names);
  }

  void clear() {
    names.clear();
  }

  /** These layers in this order. Those that never ran follow, in their present order. */
  Stream<LayerStats> sorted(Collection<LayerStats> layers) {
    ImmutableMap<String, Integer> ranks = ranks();
    return layers.stream()
        .sorted(comparingInt(layer -> ranks.getOrDefault(layer.name(), ranks.size())));
  }

  private ImmutableMap<String, Integer> ranks() {
    ImmutableMap.Builder<String, Integer> ranks = ImmutableMap.builder();
    int rank = 0;
    for (String name : names) {
      ranks.put(name, rank++);
    }
    return ranks.buildOrThrow();
  }

  // ---------------------------------------------------------------- checkpoints

  /** The rank of each of these layers, in alphabetical order of their names. */
  double[] numbers(Set<String> layers) {
    ImmutableMap<String, Integer> ranks = ranks();
    return layers.stream().sorted().mapToDouble(name -> ranks.getOrDefault(name, NEVER)).toArray();
  }

  /** Restores the order of these layers from {@link #numbers}. */
  void restore(Set<String> layers, double... numbers) {
    List<String> sorted = layers.stream().sorted().toList();
    names.clear();
    IntStream.range(0, sorted.size())
        .filter(i -> numbers[i] != NEVER)
        .boxed()
        .sorted(comparingDouble(i -> numbers[i]))
        .forEach(i -> names.add(sorted.get(i)));
  }
}
