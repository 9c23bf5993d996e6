package ai.miniai.examples.battery.tasks;

import ai.miniai.recording.RunRecord;
import com.google.common.math.Quantiles;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.OptionalInt;

/**
 * How much better than guessing the training loss of a run is after each batch.
 *
 * @param gains 1 − loss / loss of guessing, the median over the last 9 batches: 0 for guessing, and
 *     1 for a loss of 0
 */
record LossCourse(ImmutableDoubleArray gains) {
  private static final int WINDOW = 9;

  /** Trouble shows if a run has gained less than this share of what a healthy one has gained. */
  private static final double SHARE = 0.5;

  /**
   * For batches whose loss of guessing is unknown, that of the last batch before is used, or the
   * first that is known; if none is known, the first loss.
   */
  static LossCourse of(RunRecord record) {
    List<Double> losses = record.losses().training();
    ImmutableDoubleArray guesses = record.guessing().training();
    double guess =
        guesses.stream()
            .filter(one -> one > 0)
            .findFirst()
            .orElse(losses.isEmpty() ? 0 : losses.get(0));
    ImmutableDoubleArray.Builder gains = ImmutableDoubleArray.builder(losses.size());
    for (int i = 0; i < losses.size(); i++) {
      guess = i < guesses.length() && guesses.get(i) > 0 ? guesses.get(i) : guess;
      List<Double> last = losses.subList(Math.max(0, i + 1 - WINDOW), i + 1);
      gains.add(1 - Quantiles.median().compute(last) / guess);
    }
    return new LossCourse(gains.build());
  }

  /**
   * The first batch at which the loss alone shows that something is wrong: a healthy run has gained
   * at least half of what it gains in the end, and this one less than half of that. Losses that are
   * not finite show it, too. Empty if the loss looks healthy to the end.
   */
  OptionalInt troubleAt(LossCourse healthy) {
    int end = healthy.gains.length() - 1;
    for (int i = 0; i < gains.length(); i++) {
      double wanted = healthy.gains.get(Math.min(i, end));
      if (!Double.isFinite(gains.get(i))
          || (wanted > SHARE * healthy.gains.get(end) && gains.get(i) < SHARE * wanted)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
