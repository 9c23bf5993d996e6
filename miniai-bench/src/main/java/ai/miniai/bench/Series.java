package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.math.Quantiles;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One number per round.
 *
 * @param rounds in the order of measurement
 */
record Series(ImmutableList<Double> rounds) {
  Series {
    checkArgument(!rounds.isEmpty(), "there must be at least one round");
  }

  static Series of(List<Double> rounds) {
    return new Series(ImmutableList.copyOf(rounds));
  }

  double median() {
    return Quantiles.median().compute(rounds);
  }

  double min() {
    return Collections.min(rounds);
  }

  double max() {
    return Collections.max(rounds);
  }

  /** Text such as "5.0 [1.0, 9.0]": median, minimum and maximum, each in this format. */
  String text(String format) {
    return String.format(Locale.ROOT, "%s [%s, %s]".replace("%s", format), median(), min(), max());
  }

  /** The same series with {@code change} applied to each round. */
  Series map(UnaryOperator<Double> change) {
    return of(rounds.stream().map(change).toList());
  }

  /**
   * This series divided by {@code other}, round by round: a disturbance in a round affects both.
   */
  Series ratioTo(Series other) {
    checkArgument(
        rounds.size() == other.rounds.size(),
        "%s rounds cannot be compared with %s",
        rounds.size(),
        other.rounds.size());
    return of(
        IntStream.range(0, rounds.size())
            .mapToObj(round -> rounds.get(round) / other.rounds.get(round))
            .toList());
  }
}
