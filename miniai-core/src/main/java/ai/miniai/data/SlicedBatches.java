package ai.miniai.data;

import static com.google.common.base.Preconditions.checkState;

import java.util.NoSuchElementException;

/** A worker's share of each batch of a pass. */
final class SlicedBatches implements Batches {
  private final Batches whole;
  private final ShardedLoader shard;
  private int left;

  SlicedBatches(Batches whole, ShardedLoader shard) {
    this.whole = whole;
    this.shard = shard;
    this.left = shard.size();
  }

  @Override
  public boolean hasNext() {
    return left > 0 && whole.hasNext();
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the pass over the data has ended");
    }
    left--;
    Batch batch = whole.next();
    checkState(
        batch.size() >= shard.fewest(),
        "a batch has %s items, fewer than the %s workers: let the loader leave out a batch that is"
            + " not full",
        batch.size(),
        shard.workers());
    int from = shard.begin(batch.size());
    int to = shard.end(batch.size());
    return new Batch(batch.tensors().stream().map(tensor -> tensor.slice(0, from, to)).toList());
  }

  @Override
  public void close() {
    left = 0;
    whole.close();
  }
}
