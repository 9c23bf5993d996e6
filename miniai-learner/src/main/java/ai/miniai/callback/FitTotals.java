package ai.miniai.callback;

import ai.miniai.tensor.Tensor;
import java.util.Map;

/**
 * A callback that records numbers over a fit. In data-parallel training each rank records a part of
 * the items; at the end of a fit, also of one that was cancelled, rank 0 gets the records of all.
 */
public interface FitTotals {
  /** What this rank has recorded. */
  Map<String, Tensor> share();

  /** On rank 0: adds what another rank has recorded. */
  void add(Map<String, Tensor> share);
}
