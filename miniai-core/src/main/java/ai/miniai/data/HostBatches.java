package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import java.util.List;

/** The source of the batches of one pass, while they are still on the Java heap. */
interface HostBatches {
  /** The arrays of a batch; called for the batches in order, starting with 0. */
  List<HostArray> take(int batch);

  /** Requests the end of background work. */
  default void stop() {}

  /** Waits a limited time for background work to end. */
  default void awaitEnd() {}
}
