package ai.miniai.setup;

import com.google.common.primitives.ImmutableLongArray;

/**
 * The training targets, as far as they were observed.
 *
 * @param kind what they are
 * @param shape the shape of the target of one item; empty for a single number
 * @param items the number of observed items
 * @param mean the mean of all finite values
 * @param std their standard deviation
 * @param min the smallest value
 * @param max the largest value
 * @param classCounts how often each class occurred; empty for numbers
 * @param repeats the fraction of items with the same class as the item before it; for single
 *     numbers the correlation between neighbours; NaN if unknown
 * @param conflicts the number of different items, among those looked at, whose inputs also occurred
 *     with another target
 */
public record TargetInfo(
    TargetKind kind,
    ImmutableLongArray shape,
    long items,
    double mean,
    double std,
    double min,
    double max,
    ImmutableLongArray classCounts,
    double repeats,
    long conflicts) {
  /** The number of classes that occurred. */
  public int classesSeen() {
    return (int) classCounts.stream().filter(count -> count > 0).count();
  }

  /** The fraction of repeats that shuffled items would have: the sum of the squared frequencies. */
  public double expectedRepeats() {
    double total = classCounts.stream().sum();
    return classCounts.stream().mapToDouble(count -> count / total * (count / total)).sum();
  }

  /** The frequency of the most frequent class; NaN for numbers. */
  public double majority() {
    double total = classCounts.stream().sum();
    return classCounts.stream().mapToDouble(count -> count / total).max().orElse(Double.NaN);
  }
}
