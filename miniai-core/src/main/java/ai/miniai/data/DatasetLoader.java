package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.data.transform.Transform;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes batches of the items of a data set.
 *
 * <p>With the same seed it gives the same batches as PyTorch's {@code DataLoader}, because it draws
 * the same random numbers at the start of each pass, also when it does not shuffle. Prefetching
 * changes nothing about the batches.
 *
 * <p>If the data set fails, whatever it throws, the pass ends with a {@link SampleException} that
 * names the item. What a collate function or a transform throws arrives as it is; a checked
 * exception, which only other languages can throw there, as the cause of one that names the batch.
 *
 * <p>A pass that ends early never interrupts the data set. It waits until the item that is being
 * read is there, but at most 5 seconds: after that the thread, a daemon, ends by itself when the
 * item is there at last, and the next pass may ask the data set meanwhile.
 *
 * <p>Source: {@code torch/utils/data/dataloader.py} and {@code sampler.py}.
 *
 * @param dataset where the items come from
 * @param batchSize how many items make a batch
 * @param shuffle whether each pass has an order of its own
 * @param dropLast whether a last batch that is not full is left out
 * @param generator where random numbers come from; if empty, {@link Seed#generator()}
 * @param prefetch how many batches may lie ready, made by a thread in the background; 0 for none
 * @param collate makes a batch of items
 * @param transforms change the images of a batch, its first array, one after the other
 */
public record DatasetLoader(
    Dataset dataset,
    int batchSize,
    boolean shuffle,
    boolean dropLast,
    Optional<Generator> generator,
    int prefetch,
    Collate collate,
    List<Transform> transforms)
    implements DataLoader {
  private static final int PREFETCH = 2;
  private static final Collate STACK = Collate::stack;

  /** Checks that the numbers make sense. */
  public DatasetLoader {
    transforms = ImmutableList.copyOf(transforms);
    checkArgument(batchSize > 0, "expected a batch size of 1 or more, got %s", batchSize);
    checkArgument(prefetch >= 0, "expected 0 or more batches to prefetch, got %s", prefetch);
  }

  DatasetLoader(Dataset dataset, int batchSize) {
    this(dataset, batchSize, false, false, Optional.empty(), PREFETCH, STACK, List.of());
  }

  /** The same loader, with or without shuffling. */
  public DatasetLoader shuffle(boolean wanted) {
    return new DatasetLoader(
        dataset, batchSize, wanted, dropLast, generator, prefetch, collate, transforms);
  }

  /** The same loader, with or without leaving out a last batch that is not full. */
  public DatasetLoader dropLast(boolean wanted) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, wanted, generator, prefetch, collate, transforms);
  }

  /** The same loader, drawing from this generator. */
  public DatasetLoader generator(Generator source) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, Optional.of(source), prefetch, collate, transforms);
  }

  /** The same loader, with so many batches made ahead; 0 makes each when it is asked for. */
  public DatasetLoader prefetch(int depth) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, generator, depth, collate, transforms);
  }

  /** The same loader, making its batches in this way. */
  public DatasetLoader collate(Collate function) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, generator, prefetch, function, transforms);
  }

  /**
   * The same loader, which changes the images of each batch before it becomes tensors: on its own
   * thread, if it prefetches. Each pass draws from a generator of its own, seeded at its start, so
   * that neither prefetching nor a pass that ends early changes what comes later.
   *
   * @param row replaces the transforms that there were
   */
  public DatasetLoader transform(Transform... row) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, generator, prefetch, collate, List.of(row));
  }

  @Override
  public int size() {
    return batches(items());
  }

  private int batches(int items) {
    int full = items / batchSize;
    return dropLast || items % batchSize == 0 ? full : full + 1;
  }

  private int items() {
    int items = dataset.size();
    checkState(items >= 0, "expected a data set of 0 or more items, its size() gave %s", items);
    return items;
  }

  @Override
  public void checkNotEmpty() {
    int items = items();
    checkState(items > 0, "the data set has no items");
    checkState(
        batches(items) > 0,
        "the data set has %s items, fewer than the %s of a batch, and dropLast leaves out a batch"
            + " that is not full: take smaller batches, or go without dropLast",
        items,
        batchSize);
  }

  @Override
  public Batches iterate() {
    Generator source = generator.orElseGet(Seed::generator);
    Generator worker = new Generator(source.nextInt63()); // PyTorch's worker processes do the same
    int items = items(); // asked once: a size that changes meanwhile is for the next pass
    int batches = batches(items);
    BatchMaker maker = new BatchMaker(this, order(source, items), worker);
    HostBatches made =
        prefetch > 0 && batches > 0
            ? Prefetcher.start(maker, batches, prefetch, Prefetcher.PATIENCE)
            : maker;
    return new LoadedBatches(made, batches);
  }

  /** Whether items are stacked as they are. */
  boolean stacksOnly() {
    return collate.equals(STACK) && transforms.isEmpty();
  }

  private ImmutableIntArray order(Generator source, int n) {
    if (!shuffle) {
      return ImmutableIntArray.copyOf(IntStream.range(0, n));
    }
    if (generator.isEmpty()) {
      return ImmutableIntArray.copyOf(new Generator(source.nextInt63()).permutation(n));
    }
    int[] order = source.permutation(n);
    source.permutation(n); // drawn and left unused by PyTorch at the end of each pass
    return ImmutableIntArray.copyOf(order);
  }
}
