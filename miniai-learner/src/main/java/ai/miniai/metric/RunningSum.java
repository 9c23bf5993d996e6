package ai.miniai.metric;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A weighted sum of scalars that are still on the device; adding one does not wait for it. */
@API(status = API.Status.INTERNAL)
public final class RunningSum implements Stateful {
  private double sum;
  private double weights;
  private double pendingWeight;
  private @Nullable Deferred pending;

  /** Adds {@code weight · value}; {@code value} is a scalar. */
  public void add(Tensor value, double weight) {
    settle();
    pending = Host.later(value);
    pendingWeight = weight;
  }

  /** Σ weight · value. */
  public double sum() {
    settle();
    return sum;
  }

  /** Σ weight · value / Σ weight; NaN if nothing was added. */
  public double mean() {
    settle();
    return sum / weights;
  }

  /** Σ weight. */
  public double weight() {
    settle();
    return weights;
  }

  /** Forgets everything. */
  public void reset() {
    pending = null;
    sum = 0;
    weights = 0;
  }

  @Override
  public Map<String, Tensor> stateDict() {
    settle();
    return Map.of("sum", StateDicts.tensor(sum, weights));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    double[] values = StateDicts.values(state, "sum", 2);
    pending = null;
    sum = values[0];
    weights = values[1];
  }

  /**
   * By the next batch the value has been read from the device, together with its batch's others.
   */
  private void settle() {
    Deferred value = pending;
    if (value != null) {
      pending = null;
      sum += pendingWeight * value.item();
      weights += pendingWeight;
    }
  }

  /** Adds the sum with this state. */
  public void combine(Map<String, Tensor> other) {
    loadStateDict(StateDicts.sum(stateDict(), other));
  }
}
