package ai.miniai.metric;

import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;

/**
 * A number that is gathered over the batches of an epoch. One that is {@link Stateful} too is right
 * also if the fit was stopped within the epoch and taken up again.
 */
public interface Metric {
  /** Forgets all batches. */
  void reset();

  /**
   * Adds a batch. To keep the training fast, compute on the device and read with {@code
   * Host.later}, for which {@link RunningSum} is made.
   *
   * @param predictions [batch, ...]; alive during this call only
   * @param target [batch, ...]; alive during this call only
   */
  void update(Tensor predictions, Tensor target);

  /** The value over all batches since the last {@link #reset}; NaN if there were none. */
  double compute();
}
