package ai.miniai.examples.battery.tasks;

import static java.util.Comparator.comparingDouble;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Generator;
import ai.miniai.tensor.HostArray;
import com.google.common.primitives.ImmutableIntArray;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What can be wrong with the targets of data whose items have one input and one target. */
final class Targets {
  private Targets() {}

  /** Each target is that of some other item, so there is nothing to learn. */
  static Dataset mixed(Dataset data) {
    int[] order = new Generator(data.size()).permutation(data.size());
    return ofOtherItems(data, i -> order[i]);
  }

  /** Each target is that of the next item. */
  static Dataset ofNextItem(Dataset data) {
    return ofOtherItems(data, i -> (i + 1) % data.size());
  }

  private static Dataset ofOtherItems(Dataset data, IntUnaryOperator other) {
    List<Sample> samples =
        IntStream.range(0, data.size())
            .mapToObj(i -> Sample.of(input(data, i), target(data, other.applyAsInt(i))))
            .toList();
    return Dataset.of(samples);
  }

  /** The items in the order of their targets. */
  static Dataset sorted(Dataset data) {
    return data.subset(
        ImmutableIntArray.copyOf(
            IntStream.range(0, data.size())
                .boxed()
                .sorted(comparingDouble(i -> Array.getDouble(target(data, i).values(), 0)))
                .mapToInt(Integer::intValue)));
  }

  /** Each value of a target is changed. */
  static Dataset changed(Dataset data, DoubleUnaryOperator change) {
    return data.map(
        sample -> Sample.of(sample.arrays().get(0), changed(sample.arrays().get(1), change)));
  }

  private static HostArray changed(HostArray target, DoubleUnaryOperator change) {
    if (target instanceof HostArray.Longs whole) {
      long[] values = whole.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) change.applyAsDouble((double) values[i]);
      }
      return new HostArray.Longs(values, whole.shape());
    }
    float[] values = ((HostArray.Floats) target).values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) change.applyAsDouble(values[i]);
    }
    return new HostArray.Floats(values, target.shape());
  }

  /** Targets of shape [1] become single values, so that a batch of them is [batch]. */
  static Dataset flat(Dataset data) {
    return data.map(
        sample ->
            Sample.of(
                sample.arrays().get(0),
                new HostArray.Floats(((HostArray.Floats) sample.arrays().get(1)).values())));
  }

  private static HostArray input(Dataset data, int index) {
    return data.get(index).arrays().get(0);
  }

  private static HostArray target(Dataset data, int index) {
    return data.get(index).arrays().get(1);
  }
}
