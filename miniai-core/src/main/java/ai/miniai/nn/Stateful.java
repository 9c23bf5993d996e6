package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.Map;

/**
 * A callback or a metric that remembers something from batch to batch. A fit that keeps checkpoints
 * saves this, so that a fit that is taken up again goes on as if it had never stopped.
 */
public interface Stateful {
  /** A copy of what is remembered: tensors by a name of their own. */
  Map<String, Tensor> stateDict();

  /**
   * Takes what {@link #stateDict} gave.
   *
   * @throws IllegalArgumentException if it comes from something else
   */
  void loadStateDict(Map<String, Tensor> state);
}
