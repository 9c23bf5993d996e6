package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.random.Generator;
import java.util.Optional;

/**
 * The share of one of several workers in the batches of a loader: consecutive items of each batch,
 * the first workers get one more if they do not divide evenly. So all workers together see the
 * batches that one alone would see, if their random number generators are in the same state.
 *
 * <p>The items of other workers are not read if the loader is a {@link DatasetLoader} that only
 * stacks items. Otherwise each worker makes whole batches, because a transform or a collate
 * function may depend on all items, and keeps its share. Loaders of other kinds fail at a batch
 * that has too few items.
 *
 * @param whole the loader of all batches
 * @param worker from 0
 * @param workers the number of workers, at most the items of a batch
 * @param fewest batches with fewer items than this are left out: as many as there are workers, if
 *     each must get an item of each batch
 */
public record ShardedLoader(DataLoader whole, int worker, int workers, int fewest)
    implements DataLoader {
  /** Checks the values. */
  public ShardedLoader {
    checkArgument(0 <= worker && worker < workers, "there is no worker %s of %s", worker, workers);
    checkArgument(
        worker < fewest && fewest <= workers,
        "expected %s to %s items in the smallest batch, got %s",
        worker + 1,
        workers,
        fewest);
    checkArgument(
        workers <= whole.batchSize(),
        "a batch of %s items is too small for %s workers: each needs an item of it",
        whole.batchSize(),
        workers);
  }

  /**
   * For training, in which workers must have as many batches: a last batch with fewer items than
   * workers is left out.
   */
  public static ShardedLoader ofTraining(DataLoader whole, int worker, int workers) {
    return new ShardedLoader(whole, worker, workers, workers);
  }

  /** For validation: no item is left out, so that some workers may have a batch less. */
  public static ShardedLoader ofValidation(DataLoader whole, int worker, int workers) {
    return new ShardedLoader(whole, worker, workers, worker + 1);
  }

  @Override
  public Batches iterate() {
    return whole instanceof DatasetLoader loader && loader.stacksOnly()
        ? loader.iterate(this)
        : new SlicedBatches(whole.iterate(), this);
  }

  /** Where the share of a batch begins; that of the next worker begins at its end. */
  int begin(int items) {
    return worker * (items / workers) + Math.min(worker, items % workers);
  }

  /** Where the share of a batch ends. */
  int end(int items) {
    return begin(items) + items / workers + (worker < items % workers ? 1 : 0);
  }

  @Override
  public Optional<Generator> generator() {
    return whole.generator();
  }

  @Override
  public int size() {
    return whole instanceof DatasetLoader loader ? loader.batchesWith(fewest) : whole.size();
  }

  @Override
  public void checkNotEmpty() {
    whole.checkNotEmpty();
    checkState(
        size() > 0,
        "worker %s of %s has no items: take fewer workers, or more data",
        worker,
        workers);
  }

  /** The largest number of items of this worker in a batch. */
  @Override
  public int batchSize() {
    return end(whole.batchSize()) - begin(whole.batchSize());
  }
}
