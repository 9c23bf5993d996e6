package ai.miniai.data;

import java.util.Iterator;

/**
 * One pass over the data of a loader.
 *
 * <p>A pass belongs to one thread: tensors are created on the thread that calls {@link #next}.
 * Closing a pass early stops its background work, without interrupting anything. After its last
 * batch a pass closes itself. A pass that is dropped half-way without being closed ends when it is
 * garbage-collected.
 */
public interface Batches extends Iterator<Batch>, AutoCloseable {
  /** Ends the pass; there are no more batches after that. Closing twice is harmless. */
  @Override
  void close();
}
