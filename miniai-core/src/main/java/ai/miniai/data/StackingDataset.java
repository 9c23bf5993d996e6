package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import java.util.List;

/**
 * A data set that can stack many items at once faster than it can return them one by one, like
 * PyTorch's {@code __getitems__}. A {@link DatasetLoader} that only stacks items uses it for whole
 * batches.
 */
public interface StackingDataset extends Dataset {
  /**
   * The arrays of these items, each with the items as its first axis. The values must be the same
   * as those of {@link Collate#stack} with the results of {@link #get}.
   *
   * @param indices at least one, each from 0 to {@link #size} − 1
   */
  List<HostArray> stack(int... indices);
}
