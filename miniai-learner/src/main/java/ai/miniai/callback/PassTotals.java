package ai.miniai.callback;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A callback that adds up numbers over a pass through the data. In data-parallel training each rank
 * sees a part of the items; before {@code afterEpoch} all get the totals, so that they decide the
 * same.
 */
public interface PassTotals {
  /** What this rank has added up in the pass that ends. */
  Map<String, Tensor> share();

  /**
   * Replaces this rank's part by the total.
   *
   * @param shares of all ranks, in their order
   */
  void total(List<Map<String, Tensor>> shares);
}
