package ai.miniai.bench;

import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;

/** A loader that measures the time spent waiting for its batches. */
record TimedLoader(DataLoader loader, PartClock clock) implements DataLoader {
  @Override
  public Batches iterate() {
    Batches batches = loader.iterate();
    return new Batches() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public Batch next() {
        return clock.within(Part.DATA, batches::next);
      }

      @Override
      public void close() {
        batches.close();
      }
    };
  }

  @Override
  public int size() {
    return loader.size();
  }

  @Override
  public int batchSize() {
    return loader.batchSize();
  }
}
