package ai.miniai.setup;

import com.google.common.primitives.ImmutableLongArray;

/**
 * The outputs of the model in training, as far as they were observed.
 *
 * @param shape the shape of the output for one item; empty for a single number
 * @param min the smallest value
 * @param max the largest value
 * @param sumToOne whether the values of each item sum to 1 and none is negative
 * @param first the mean of the absolute values in the first batch
 */
public record OutputInfo(
    ImmutableLongArray shape, double min, double max, boolean sumToOne, double first) {
  /** The number of values for one item. */
  public long size() {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }
}
