package ai.miniai.callback.progress;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;

/**
 * The losses of a fit.
 *
 * @param training the loss of each training batch
 * @param validation the mean loss of each validation pass
 */
public record LossHistory(List<Double> training, List<Validation> validation) {
  /**
   * The result of one validation pass.
   *
   * @param batches the number of training batches before it
   * @param loss the mean over the validation data
   */
  public record Validation(int batches, double loss) {}

  /** Keeps copies of both lists. */
  public LossHistory {
    training = ImmutableDoubleArray.copyOf(training).asList();
    validation = List.copyOf(validation);
  }
}
