package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** The mean over all elements of an error of prediction and target, or a function of it. */
abstract sealed class ElementwiseError implements Metric, Stateful
    permits MeanSquaredError, RootMeanSquaredError, MeanAbsoluteError, MeanAbsolutePercentageError {
  private final RunningSum errors = new RunningSum();

  /** The error of each element, given prediction − target and the target in float64. */
  abstract Tensor error(Tensor difference, Tensor target);

  /** The metric, given the mean of the errors. */
  double of(double mean) {
    return mean;
  }

  static Tensor difference(Tensor predictions, Tensor target) {
    checkArgument(
        Arrays.equals(predictions.shape(), target.shape()),
        "expected predictions and targets of the same shape, not %s and %s",
        Arrays.toString(predictions.shape()),
        Arrays.toString(target.shape()));
    checkArgument(
        predictions.dataType().isFPType(),
        "expected predictions in floating point, not %s: are predictions and targets swapped?",
        predictions.dataType());
    return exact(predictions).minus(exact(target));
  }

  /** In float64 and without autograd. */
  static Tensor exact(Tensor values) {
    return Tensor.wrap(values.array()).to(DataType.DOUBLE);
  }

  @Override
  public final void reset() {
    errors.reset();
  }

  @Override
  public final void update(Tensor predictions, Tensor target) {
    Tensor difference = difference(predictions, target);
    if (difference.length() > 0) {
      errors.add(error(difference, exact(target)).mean(), (double) predictions.length());
    }
  }

  @Override
  public final double compute() {
    return of(errors.mean());
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    return errors.stateDict();
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    errors.loadStateDict(state);
  }

  @Override
  public final void combine(Map<String, Tensor> other) {
    loadStateDict(StateDicts.sum(stateDict(), other));
  }
}
