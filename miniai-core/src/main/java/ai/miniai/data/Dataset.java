package ai.miniai.data;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Items that can be asked for by number.
 *
 * <p>A loader that prefetches asks from a thread of its own, and two loaders may ask at once:
 * {@link #get} must not change anything that another call reads. No loader interrupts it; what it
 * throws, an {@link Error} or a checked exception too, reaches the thread that asks for batches.
 */
public interface Dataset {
  /** The number of items. */
  int size();

  /**
   * One item.
   *
   * @param index 0 … size − 1
   * @throws IndexOutOfBoundsException if there is no such item; names the index and the size
   */
  Sample get(int index);

  /** A data set of items that are already there. */
  static Dataset of(List<Sample> samples) {
    return new SampleList(samples);
  }

  /**
   * The items {@code from} (inclusive) to {@code to} (exclusive), numbered from 0; a view.
   *
   * @throws IndexOutOfBoundsException if that range does not lie in this data set
   */
  default Dataset subset(int from, int to) {
    return new Subset(this, from, to);
  }

  /** The same items, each passed through {@code change} whenever it is asked for; a view. */
  default Dataset map(UnaryOperator<Sample> change) {
    return new MappedDataset(this, change);
  }
}
