package ai.miniai.kernels.recurrent;

import com.google.common.primitives.ImmutableIntArray;
import org.jspecify.annotations.Nullable;

/**
 * How a cell runs over a batch of sequences [batch, time, ...].
 *
 * @param reverse whether it begins with the last step
 * @param lengths the number of steps of each sequence; null if all have the length of the batch. A
 *     cell keeps its state in the steps behind the end, and its output is 0 there
 */
public record Recurrence(RecurrentCell cell, boolean reverse, @Nullable ImmutableIntArray lengths) {

  /** The place in time of step {@code i} of {@code steps}. */
  public int time(int i, int steps) {
    return reverse ? steps - 1 - i : i;
  }

  /** Whether place {@code time} lies behind the end of this sequence. */
  public boolean hasEnded(int sequence, int time) {
    return lengths != null && time >= lengths.get(sequence);
  }
}
