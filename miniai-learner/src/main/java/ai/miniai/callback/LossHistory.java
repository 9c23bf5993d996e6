package ai.miniai.callback;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The losses of a fit.
 *
 * @param training the loss of each training batch
 * @param validation the mean loss of each validation pass
 */
public record LossHistory(ImmutableDoubleArray training, ImmutableList<Validation> validation) {
  /**
   * The result of one validation pass.
   *
   * @param batches the number of training batches before it
   * @param loss the mean over the validation data
   */
  public record Validation(int batches, double loss) {}
}
