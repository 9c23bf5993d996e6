package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** The mean over all elements of a function of prediction − target. */
abstract sealed class ElementwiseError implements Metric, Stateful
    permits MeanSquaredError, MeanAbsoluteError {
  private final RunningSum errors = new RunningSum();

  /** The error of each element. */
  abstract Tensor error(Tensor difference);

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
      errors.add(error(difference).mean(), (double) predictions.length());
    }
  }

  @Override
  public final double compute() {
    return errors.mean();
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    return errors.stateDict();
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    errors.loadStateDict(state);
  }
}
