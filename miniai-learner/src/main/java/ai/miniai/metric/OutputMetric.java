package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Outputs;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A metric of one output of a model with several. */
class OutputMetric implements Metric {
  private final Metric metric;
  private final String output;
  private final int target;

  private OutputMetric(Metric metric, String output, int target) {
    this.metric = metric;
    this.output = output;
    this.target = target;
  }

  /** Stateful if {@code metric} is. */
  static Metric of(Metric metric, String output, int target) {
    checkArgument(target >= 0, "the position of a target in a batch is 0 or more, not %s", target);
    return metric instanceof Stateful state
        ? new WithState(metric, state, output, target)
        : new OutputMetric(metric, output, target);
  }

  private static final class WithState extends OutputMetric implements Stateful {
    private final Stateful state;

    WithState(Metric metric, Stateful state, String output, int target) {
      super(metric, output, target);
      this.state = state;
    }

    @Override
    public Map<String, Tensor> stateDict() {
      return state.stateDict();
    }

    @Override
    public void loadStateDict(Map<String, Tensor> saved) {
      state.loadStateDict(saved);
    }
  }

  @Override
  public void reset() {
    metric.reset();
  }

  @Override
  public void update(Tensor predictions, Tensor values) {
    metric.update(predictions, values);
  }

  @Override
  public void update(Outputs outputs, List<Tensor> batch) {
    checkArgument(
        target < batch.size(),
        "the target of the output \"%s\" is tensor %s of the batch, which has %s tensors",
        output,
        target,
        batch.size());
    metric.update(outputs.get(output), batch.get(target));
  }

  @Override
  public void combine(Map<String, Tensor> other) {
    metric.combine(other);
  }

  @Override
  public double compute() {
    return metric.compute();
  }
}
