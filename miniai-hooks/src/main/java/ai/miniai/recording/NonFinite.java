package ai.miniai.recording;

import java.util.Comparator;

/**
 * The place of the first NaN or infinity.
 *
 * @param place the batch
 * @param order the index of the tensor among those recorded in that batch, from 0. In a forward
 *     pass earlier modules come first, in a backward pass later ones
 */
public record NonFinite(Place place, int order) implements Comparable<NonFinite> {
  private static final Comparator<NonFinite> IN_TIME =
      Comparator.comparing(NonFinite::place).thenComparingInt(NonFinite::order);

  /** Orders by time. */
  @Override
  public int compareTo(NonFinite other) {
    return IN_TIME.compare(this, other);
  }
}
