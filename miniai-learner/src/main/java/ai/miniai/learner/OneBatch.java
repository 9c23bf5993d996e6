package ai.miniai.learner;

import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import java.util.Iterator;
import java.util.List;

/** A loader whose passes have one batch, always the same. */
record OneBatch(Batch batch) implements DataLoader {
  @Override
  public Batches iterate() {
    Iterator<Batch> one = List.of(batch).iterator();
    return new Batches() {
      @Override
      public boolean hasNext() {
        return one.hasNext();
      }

      @Override
      public Batch next() {
        return one.next();
      }

      @Override
      public void close() {
        one.forEachRemaining(left -> {});
      }
    };
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public int batchSize() {
    return batch.size();
  }
}
