package ai.miniai.recording;

import java.util.Comparator;

/**
 * Where NaN or infinities came first.
 *
 * @param place the batch
 * @param order the number of the tensor among those that were recorded of that batch, from 0: in a
 *     forward pass earlier modules come first, in a backward pass later ones
 */
public record NonFinite(Place place, int order) implements Comparable<NonFinite> {
  private static final Comparator<NonFinite> IN_TIME =
      Comparator.comparing(NonFinite::place).thenComparingInt(NonFinite::order);

  /** In the order of time. */
  @Override
  public int compareTo(NonFinite other) {
    return IN_TIME.compare(this, other);
  }
}
