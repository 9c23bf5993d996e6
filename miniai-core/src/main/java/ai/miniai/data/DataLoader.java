package ai.miniai.data;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.random.Generator;
import java.util.Iterator;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Gives the batches of a data set, once in each pass. */
public interface DataLoader extends Iterable<Batch> {
  /**
   * A loader that makes batches of the items of a data set, in their order. Its methods set the
   * rest: shuffling, prefetching and so on.
   *
   * @throws IllegalArgumentException if {@code batchSize} is less than 1
   */
  static DatasetLoader of(Dataset dataset, int batchSize) {
    return new DatasetLoader(dataset, batchSize);
  }

  /**
   * A loader over any iterator of ND4J or DL4J, which is reset before each pass. A batch is the
   * features and the labels as they are: one-hot labels stay float32 [batch, classes].
   *
   * <p>A pass fails with an {@link IllegalArgumentException} if a batch has masks, which are not
   * supported.
   *
   * @throws IllegalArgumentException if the iterator cannot be reset
   */
  static DataLoader of(DataSetIterator iterator) {
    return IteratorLoader.of(iterator);
  }

  /**
   * As {@link #of(DataSetIterator)}, of batches with any number of features and labels, in this
   * order; {@code TrainCB} wants to know how many features there are.
   *
   * @throws IllegalArgumentException if the iterator cannot be reset
   */
  static DataLoader of(MultiDataSetIterator iterator) {
    return IteratorLoader.of(iterator);
  }

  /**
   * Begins a pass: draws the random numbers it needs, then gives its batches one by one.
   *
   * <pre>{@code
   * try (Batches batches = loader.iterate()) {
   *   while (batches.hasNext()) {
   *     step(batches.next());
   *   }
   * }
   * }</pre>
   */
  Batches iterate();

  /** As {@link #iterate}, for the loops that read to the end. */
  @Override
  default Iterator<Batch> iterator() {
    return iterate();
  }

  /**
   * Where the loader draws from, if it has a generator of its own. From the same state of it (and
   * of {@link ai.miniai.random.Seed}) each pass gives the same batches, so that a checkpoint can
   * come back to the middle of one.
   */
  default Optional<Generator> generator() {
    return Optional.empty();
  }

  /** The number of batches in a pass. */
  int size();

  /**
   * Finds out, before a fit begins and without drawing random numbers, whether a pass would give a
   * batch at all.
   *
   * @throws IllegalStateException if not; says why
   */
  default void checkNotEmpty() {
    checkState(size() > 0, "a pass over %s has no batches", this);
  }

  /** The number of items in a batch; the last one may have fewer. */
  int batchSize();
}
