package ai.miniai.data;

import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Items that are accessed by index.
 *
 * <p>A loader that prefetches calls {@link #get} on a thread of its own, and two loaders may call
 * it at the same time, so it must be thread-safe. No loader interrupts it. Anything it throws,
 * including an {@link Error} or a checked exception, reaches the thread that asks for batches.
 */
public interface Dataset {
  /** The number of items. */
  int size();

  /**
   * Returns one item.
   *
   * @param index 0 … size − 1
   * @throws IndexOutOfBoundsException if there is no such item; the message contains the index and
   *     the size
   */
  Sample get(int index);

  /** A data set of items in memory. */
  static Dataset of(List<Sample> samples) {
    return new SampleList(samples);
  }

  /**
   * A view of the items {@code from} (inclusive) to {@code to} (exclusive), numbered from 0.
   *
   * @throws IndexOutOfBoundsException if that range is not within this data set
   */
  default Dataset subset(int from, int to) {
    return new Subset(this, from, to);
  }

  /**
   * A view of the items at {@code indices}, in this order and numbered from 0: PyTorch's {@code
   * Subset}. An index may occur several times.
   *
   * @throws IndexOutOfBoundsException if an index is not that of an item; the message contains it
   */
  default Dataset subset(ImmutableIntArray indices) {
    return new IndexedSubset(this, indices);
  }

  /**
   * A view of the same items, to each of which {@code change} is applied whenever it is accessed.
   */
  default Dataset map(UnaryOperator<Sample> change) {
    return new MappedDataset(this, change);
  }
}
