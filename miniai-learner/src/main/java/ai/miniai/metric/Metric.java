package ai.miniai.metric;

import ai.miniai.nn.Outputs;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;

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

  /**
   * Adds a batch of a model that may have several outputs. By default the model must have one, and
   * the target is the last tensor of the batch; {@link #on} chooses another.
   *
   * @param batch the tensors of the batch, inputs first, then targets
   */
  default void update(Outputs outputs, List<Tensor> batch) {
    update(outputs.only(), batch.get(batch.size() - 1));
  }

  /**
   * This metric for one output of a model with several.
   *
   * <pre>{@code
   * new MetricsCB("accuracy of digits", new MulticlassAccuracy().on("digit", 1))
   * }</pre>
   *
   * @param output its name, see {@link Outputs}
   * @param target the position of its target among the tensors of a batch, from 0, where the inputs
   *     come first
   */
  default Metric on(String output, int target) {
    return OutputMetric.of(this, output, target);
  }

  /**
   * Adds what a metric of the same kind has seen of other items. In data-parallel training each
   * rank sees a part of the items, and this puts the parts together.
   *
   * @param other the other's {@link Stateful#stateDict}
   * @throws UnsupportedOperationException by default
   */
  default void combine(Map<String, Tensor> other) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName()
            + " cannot be put together from parts of the data, which data-parallel training needs:"
            + " let it implement Stateful and override combine(...)");
  }

  /** The metric over all batches since {@link #reset}; NaN if there were none. */
  double compute();
}
