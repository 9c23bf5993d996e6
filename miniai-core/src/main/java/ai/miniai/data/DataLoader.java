package ai.miniai.data;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.random.Generator;
import java.util.Iterator;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Returns the batches of a data set, once per pass. */
public interface DataLoader extends Iterable<Batch> {
  /**
   * A loader that combines the items of a data set into batches, in their order. Further settings,
   * such as shuffling and prefetching, are methods of the result.
   *
   * @throws IllegalArgumentException if {@code batchSize} is less than 1
   */
  static DatasetLoader of(Dataset dataset, int batchSize) {
    return new DatasetLoader(dataset, batchSize);
  }

  /**
   * A loader over any iterator of ND4J or DL4J, which is reset before each pass. A batch contains
   * the features and the labels unchanged: one-hot labels stay float32 [batch, classes].
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
   * Like {@link #of(DataSetIterator)}, for batches with any number of features and labels, in this
   * order. {@code TrainCB} needs to be given the number of features.
   *
   * @throws IllegalArgumentException if the iterator cannot be reset
   */
  static DataLoader of(MultiDataSetIterator iterator) {
    return IteratorLoader.of(iterator);
  }

  /**
   * Starts a pass: draws the random numbers it needs, then returns its batches one by one.
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

  /** Like {@link #iterate}, for loops that read to the end. */
  @Override
  default Iterator<Batch> iterator() {
    return iterate();
  }

  /**
   * The loader's own random number generator, if it has one. If this generator (and {@link
   * ai.miniai.random.Seed}) is in the same state, a pass gives the same batches. So a checkpoint
   * can resume in the middle of a pass.
   */
  default Optional<Generator> generator() {
    return Optional.empty();
  }

  /** The number of batches in a pass. */
  int size();

  /**
   * Checks, before a fit starts and without drawing random numbers, that a pass will have at least
   * one batch.
   *
   * @throws IllegalStateException if it will not; the message says why
   */
  default void checkNotEmpty() {
    checkState(size() > 0, "a pass over %s has no batches", this);
  }

  /** The number of items in a batch; the last batch may have fewer. */
  int batchSize();
}
