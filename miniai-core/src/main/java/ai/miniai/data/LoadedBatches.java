package ai.miniai.data;

import static com.google.common.collect.ImmutableList.toImmutableList;

import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.NoSuchElementException;

/** Creates the tensors of the batches of one pass. */
final class LoadedBatches implements Batches {
  /** Stops the threads of passes that were dropped without being closed. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final HostBatches source;
  private final int size;
  private final Cleaner.Cleanable stop;
  private int next;

  /** A pass of {@code size} batches from {@code source}, which must not refer to this object. */
  LoadedBatches(HostBatches source, int size) {
    this.source = source;
    this.size = size;
    this.stop = CLEANER.register(this, source::stop);
  }

  @Override
  public boolean hasNext() {
    return next < size;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the pass over the data has ended");
    }
    boolean done = false;
    try {
      List<HostArray> arrays = source.take(next);
      next++;
      Batch batch = new Batch(arrays.stream().map(Tensor::of).collect(toImmutableList()));
      done = true;
      return batch;
    } finally {
      if (!done || !hasNext()) {
        close();
      }
    }
  }

  @Override
  public void close() {
    next = size;
    stop.clean();
    source.awaitEnd();
  }
}
