package ai.miniai.metric;

import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;

/**
 * A metric that is computed over the batches of an epoch. If it is also {@link Stateful}, it stays
 * correct when a fit is resumed in the middle of an epoch.
 */
public interface Metric {
  /** Starts a new epoch. */
  void reset();

  /**
   * Adds a batch. For speed, compute on the device and read the result with {@code Host.later}, as
   * {@link RunningSum} does.
   *
   * @param predictions [batch, ...]; valid during this call only
   * @param target [batch, ...]; valid during this call only
   */
  void update(Tensor predictions, Tensor target);

  /** The metric over all batches since {@link #reset}; NaN if there were none. */
  double compute();
}
