package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Comparator;

/**
 * A batch of a fit.
 *
 * @param epoch the epoch, from 0
 * @param iteration the index of the batch in its pass through the data, from 0
 * @param training false for validation batches
 */
public record Place(int epoch, int iteration, boolean training) implements Comparable<Place> {
  private static final Comparator<Place> IN_TIME =
      Comparator.comparingInt(Place::epoch)
          .thenComparing(place -> !place.training())
          .thenComparingInt(Place::iteration);

  /** Throws an {@link IllegalArgumentException} if a number is negative. */
  public Place {
    checkArgument(
        epoch >= 0 && iteration >= 0,
        "epochs and iterations are counted from 0, not %s and %s",
        epoch,
        iteration);
  }

  /** Orders by time: an epoch trains first, then validates. */
  @Override
  public int compareTo(Place other) {
    return IN_TIME.compare(this, other);
  }

  /** Text such as "training batch 7 of epoch 0". */
  @Override
  public String toString() {
    return (training ? "training" : "validation") + " batch " + iteration + " of epoch " + epoch;
  }
}
