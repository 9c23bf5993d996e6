package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Combines the arrays of items into the arrays of a batch. */
@FunctionalInterface
public interface Collate {
  /**
   * The arrays of a batch, each with the batch as its first axis.
   *
   * @param samples one or more items
   */
  List<HostArray> collate(List<Sample> samples);

  /**
   * Stacks arrays of the same shape: items with the shapes [1, 28, 28] and [] become [batch, 1, 28,
   * 28] and [batch].
   *
   * @throws IllegalArgumentException if the items differ in the number, the types, the shapes or
   *     (for bytes) the divisors of their arrays; the message says which item differs from the
   *     first one. A loader adds the item's index in the data set
   */
  static List<HostArray> stack(List<Sample> samples) {
    checkArgument(!samples.isEmpty(), "expected one item or more, got none");
    List<HostArray> first = samples.get(0).arrays();
    for (int i = 1; i < samples.size(); i++) {
      checkAlike(first, samples.get(i).arrays(), i);
    }
    return IntStream.range(0, first.size())
        .mapToObj(array -> stack(samples, array))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@link #defaultCollate} for the common case of maps of values. For each name in the first item,
   * the values of all items are stacked. For a loader use {@link MapDataset}.
   *
   * @param items one or more
   * @throws IllegalArgumentException if a name is missing in an item, or if the values under one
   *     name differ in type or shape; the message says in which item
   */
  static Map<String, Tensor> maps(List<? extends Map<String, ?>> items) {
    checkArgument(!items.isEmpty(), "expected one item or more, got none");
    String[] names = items.get(0).keySet().toArray(new String[0]);
    Dataset columns = MapDataset.of(items).columns(names);
    List<HostArray> stacked =
        stack(IntStream.range(0, items.size()).mapToObj(columns::get).toList());
    return new Batch(stacked.stream().map(Tensor::of).toList()).named(names);
  }

  /**
   * Like PyTorch's {@code default_collate}, for items of any structure. Values (those that {@link
   * Sample#tuple} accepts) become a tensor with the batch as its first axis. Maps become a map with
   * the names of the first item, whose values are collated in turn. Lists (Python's tuples) become
   * a list of their collated elements. Strings stay as they are, in a list. So {@code [{"image": …,
   * "box": [x, y]}, …]} becomes {@code {"image": tensor, "box": [tensor, tensor]}}.
   *
   * @param items one or more
   * @return a {@link Tensor}, an {@link ImmutableMap} or an {@link ImmutableList}
   * @throws IllegalArgumentException if the items differ in structure, type or shape; the message
   *     says which item, and where in it
   */
  static Object defaultCollate(List<?> items) {
    checkArgument(!items.isEmpty(), "expected one item or more, got none");
    return DefaultCollate.collate(items, "");
  }

  private static HostArray stack(List<Sample> samples, int array) {
    HostArray first = samples.get(0).arrays().get(array);
    int length = first.length();
    long all = (long) samples.size() * length;
    checkArgument(
        all <= Integer.MAX_VALUE - 8,
        "a batch of %s items of %s is longer than a Java array: take smaller batches",
        samples.size(),
        first);
    long[] shape = Longs.concat(new long[] {samples.size()}, first.shape());
    Object stacked = Array.newInstance(first.values().getClass().getComponentType(), (int) all);
    for (int i = 0; i < samples.size(); i++) {
      Object values = samples.get(i).arrays().get(array).values();
      System.arraycopy(values, 0, stacked, i * length, length);
    }
    if (first instanceof HostArray.Floats) {
      return new HostArray.Floats((float[]) stacked, shape);
    } else if (first instanceof HostArray.Bytes bytes) {
      return new HostArray.Bytes((byte[]) stacked, bytes.divisor(), shape);
    }
    return new HostArray.Longs((long[]) stacked, shape);
  }

  private static void checkAlike(List<HostArray> first, List<HostArray> other, int position) {
    boolean alike = other.size() == first.size();
    for (int i = 0; alike && i < first.size(); i++) {
      alike = isAlike(first.get(i), other.get(i));
    }
    if (!alike) {
      throw new UnlikeItemsException(
          position,
          "items of one batch differ: item 0 of the batch is %s, item %s is %s; make them alike with Dataset.map, or give the loader a collate function"
              .formatted(first, position, other));
    }
  }

  private static boolean isAlike(HostArray one, HostArray other) {
    return one.getClass() == other.getClass()
        && Arrays.equals(one.shape(), other.shape())
        && !(one instanceof HostArray.Bytes bytes
            && bytes.divisor() != ((HostArray.Bytes) other).divisor());
  }
}
