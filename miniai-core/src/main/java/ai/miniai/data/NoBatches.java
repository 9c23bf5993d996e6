package ai.miniai.data;

import java.util.NoSuchElementException;

/** A loader in the place of data that nobody has given. */
enum NoBatches implements DataLoader {
  INSTANCE;

  private static final Batches NONE =
      new Batches() {
        @Override
        public boolean hasNext() {
          return false;
        }

        @Override
        public Batch next() {
          throw new NoSuchElementException("no data were given");
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  @Override
  public Batches iterate() {
    return NONE;
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public void checkNotEmpty() {
    throw new IllegalStateException("no data were given");
  }

  @Override
  public int batchSize() {
    return 1;
  }
}
