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
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Combines the items of a data set into batches.
 *
 * <p>With the same seed it gives the same batches as PyTorch's {@code DataLoader}, because it draws
 * the same random numbers at the start of each pass, even without shuffling. Prefetching does not
 * change the batches.
 *
 * <p>If the data set fails, whatever it throws, the pass ends with a {@link SampleException} that
 * names the item. Exceptions of a collate function or a transform are rethrown unchanged. A checked
 * exception, which only code in other languages can throw there, becomes the cause of an exception
 * that names the batch.
 *
 * <p>A pass that ends early never interrupts the data set. It waits at most 5 seconds for the item
 * that is being read. After that the thread, a daemon, ends by itself as soon as the item has been
 * read; meanwhile the next pass may already use the data set.
 *
 * <p>Source: {@code torch/utils/data/dataloader.py} and {@code sampler.py}.
 *
 * @param dataset the items
 * @param batchSize the number of items per batch
 * @param shuffle whether each pass uses a new random order
 * @param dropLast whether an incomplete last batch is dropped
 * @param generator the random number generator; if empty, {@link Seed#generator()}
 * @param prefetch the number of batches that a background thread prepares in advance; 0 for none
 * @param collate combines items into a batch
 * @param transforms applied in this order to the images of a batch, its first array
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

  /** Checks the values. */
  public DatasetLoader {
    transforms = ImmutableList.copyOf(transforms);
    checkArgument(batchSize > 0, "expected a batch size of 1 or more, got %s", batchSize);
    checkArgument(prefetch >= 0, "expected 0 or more batches to prefetch, got %s", prefetch);
  }

  DatasetLoader(Dataset dataset, int batchSize) {
    this(dataset, batchSize, false, false, Optional.empty(), PREFETCH, STACK, List.of());
  }

  /** The same loader, with this number of items per batch, 1 or more. */
  public DatasetLoader batchSize(int items) {
    return new DatasetLoader(
        dataset, items, shuffle, dropLast, generator, prefetch, collate, transforms);
  }

  /** The same loader, with or without shuffling. */
  public DatasetLoader shuffle(boolean wanted) {
    return new DatasetLoader(
        dataset, batchSize, wanted, dropLast, generator, prefetch, collate, transforms);
  }

  /** The same loader, with or without dropping an incomplete last batch. */
  public DatasetLoader dropLast(boolean wanted) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, wanted, generator, prefetch, collate, transforms);
  }

  /** The same loader, with this random number generator. */
  public DatasetLoader generator(Generator source) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, Optional.of(source), prefetch, collate, transforms);
  }

  /**
   * The same loader, with this number of batches prepared in advance; 0 creates each batch on
   * demand.
   */
  public DatasetLoader prefetch(int depth) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, generator, depth, collate, transforms);
  }

  /** The same loader, with this collate function. */
  public DatasetLoader collate(Collate function) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, generator, prefetch, function, transforms);
  }

  /**
   * The same loader with these transforms, which change the images of each batch before it becomes
   * tensors. If the loader prefetches, they run on its thread. Each pass has a random number
   * generator of its own for them, seeded at its start, so that neither prefetching nor a pass that
   * ends early affects later passes.
   *
   * @param row replaces any previous transforms
   */
  public DatasetLoader transform(Transform... row) {
    return new DatasetLoader(
        dataset, batchSize, shuffle, dropLast, generator, prefetch, collate, List.of(row));
  }

  @Override
  public int size() {
    return batches(items());
  }

  /** The number of batches with at least this many items. */
  int batchesWith(int least) {
    int items = items();
    int rest = items % batchSize;
    return 0 < rest && rest < least ? items / batchSize : batches(items);
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
    return iterate(this, UnaryOperator.identity());
  }

  /** A worker's share of each batch. Draws the same random numbers as a whole pass. */
  Batches iterate(ShardedLoader shard) {
    DatasetLoader settings =
        new DatasetLoader(
            dataset,
            shard.batchSize(),
            shuffle,
            dropLast,
            generator,
            prefetch,
            collate,
            transforms);
    return iterate(settings, order -> shareOf(shard, order));
  }

  private ImmutableIntArray shareOf(ShardedLoader shard, ImmutableIntArray order) {
    ImmutableIntArray.Builder share = ImmutableIntArray.builder();
    for (int from = 0; from < order.length(); from += batchSize) {
      int items = Math.min(batchSize, order.length() - from);
      if (items == batchSize || (items >= shard.fewest() && !dropLast)) {
        share.addAll(order.subArray(from + shard.begin(items), from + shard.end(items)));
      }
    }
    return share.build();
  }

  private Batches iterate(DatasetLoader settings, UnaryOperator<ImmutableIntArray> choice) {
    Generator source = generator.orElseGet(Seed::generator);
    Generator worker = new Generator(source.nextInt63()); // like PyTorch's worker processes
    int items =
        items(); // read once: if the size changes meanwhile, that counts from the next pass on
    ImmutableIntArray order = choice.apply(order(source, items));
    int batches = settings.batches(order.length());
    BatchMaker maker = new BatchMaker(settings, order, worker);
    HostBatches made =
        prefetch > 0 && batches > 0
            ? Prefetcher.start(maker, batches, prefetch, Prefetcher.PATIENCE)
            : maker;
    return new LoadedBatches(made, batches);
  }

  /** Whether items are only stacked. */
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
    source.permutation(n); // PyTorch draws this, without using it, at the end of each pass
    return ImmutableIntArray.copyOf(order);
  }
}
