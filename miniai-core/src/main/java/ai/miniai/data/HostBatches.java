package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import java.util.List;

/** Where the batches of one pass come from, while they are still on the Java heap. */
interface HostBatches {
  /** The arrays of a batch; asked for in order, from 0 on. */
  List<HostArray> take(int batch);

  /** Asks what works in the background to end. */
  default void stop() {}

  /** Waits until it has ended, for a while. */
  default void awaitEnd() {}
}
