package ai.miniai.data;

import java.util.Iterator;

/**
 * One pass over a loader's data.
 *
 * <p>A pass is for one thread: tensors are made on the thread that calls {@link #next}. Closing it
 * early ends what works for it in the background, without interrupting anything; after its last
 * batch it closes itself. A pass that is dropped half-way without being closed ends when the
 * garbage collector finds it.
 */
public interface Batches extends Iterator<Batch>, AutoCloseable {
  /** Ends the pass; there is no batch after that. Closing twice is harmless. */
  @Override
  void close();
}
