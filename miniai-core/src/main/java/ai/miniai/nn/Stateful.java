package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.Map;

/**
 * A callback or a metric with state that lasts from batch to batch. Checkpoints save the state, so
 * that a resumed fit continues as if it had never stopped.
 */
public interface Stateful {
  /** A copy of the state: tensors by name. */
  Map<String, Tensor> stateDict();

  /**
   * Restores what {@link #stateDict} returned.
   *
   * @throws IllegalArgumentException if the state does not belong to this object
   */
  void loadStateDict(Map<String, Tensor> state);
}
