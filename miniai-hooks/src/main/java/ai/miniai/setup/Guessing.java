package ai.miniai.setup;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The losses of a model that ignores its inputs: of the best constant output, which is estimated
 * from the targets of earlier batches.
 *
 * @param training the loss for each training batch; NaN for a batch that was not observed. It may
 *     be shorter than the list of losses
 * @param validation the mean loss in each validation pass; NaN if unknown
 */
public record Guessing(ImmutableDoubleArray training, ImmutableDoubleArray validation) {
  /** Nothing is known. */
  public static final Guessing UNKNOWN =
      new Guessing(ImmutableDoubleArray.of(), ImmutableDoubleArray.of());
}
