package ai.miniai.setup;

import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds items with the same inputs and different targets, by hash codes of 64 bits. An item that
 * comes again with its target, as in the next epoch, does not count.
 */
final class SameItems {
  /** The number of items that are looked at. */
  private static final int MOST_ITEMS = 4096;

  /** The number of values that are looked at. */
  private static final long MOST_VALUES = 8_000_000;

  /** An odd number whose bits look random: 2⁶⁴ divided by the golden ratio. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Map<Long, Set<Long>> targetsOf = new HashMap<>();
  private int items;
  private long values;

  /** Adds a batch, unless enough items are known. */
  void add(List<Tensor> inputs, Tensor target) {
    long size = inputs.stream().mapToLong(Tensor::length).sum() + target.length();
    if (inputs.isEmpty() || items >= MOST_ITEMS || values + size > MOST_VALUES) {
      return;
    }
    long[] ofInputs = new long[(int) target.size(0)];
    inputs.forEach(input -> addHashes(ofInputs, input));
    long[] ofTargets = new long[ofInputs.length];
    addHashes(ofTargets, target);
    for (int item = 0; item < ofInputs.length; item++) {
      targetsOf
          .computeIfAbsent(ofInputs[item], inputsOfItem -> new HashSet<>())
          .add(ofTargets[item]);
    }
    items += ofInputs.length;
    values += size;
  }

  /** Mixes the values of each item into its hash code. */
  private static void addHashes(long[] hashes, Tensor tensor) {
    double[] numbers = Host.read(tensor);
    int each = numbers.length / hashes.length;
    for (int item = 0; item < hashes.length; item++) {
      long hash = hashes[item];
      for (int i = item * each; i < (item + 1) * each; i++) {
        hash = (hash ^ Double.doubleToLongBits(numbers[i])) * GOLDEN;
        hash ^= hash >>> 29;
      }
      hashes[item] = hash;
    }
  }

  /** The number of different items whose inputs also occur with another target. */
  long conflicts() {
    return targetsOf.values().stream().mapToLong(Collection::size).filter(count -> count > 1).sum();
  }
}
