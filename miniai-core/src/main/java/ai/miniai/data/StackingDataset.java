package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import java.util.List;

/**
 * A data set that stacks many of its items at once faster than they can be had one by one, as
 * PyTorch's {@code __getitems__} does. A {@link DatasetLoader} that does nothing else with them
 * asks for whole batches.
 */
public interface StackingDataset extends Dataset {
  /**
   * The arrays of these items, each with the items as its first axis: what {@link Collate#stack}
   * would make of {@link #get}, to the value.
   *
   * @param indices at least one, each from 0 to {@link #size} − 1
   */
  List<HostArray> stack(int... indices);
}
