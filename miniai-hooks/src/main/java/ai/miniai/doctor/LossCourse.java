package ai.miniai.doctor;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * How the loss went, and whether anything is being learned: the second witness of the patterns,
 * which are called sick only if the loss agrees.
 */
final class LossCourse {
  /** Runs are judged by the median of so many losses, since single batches differ by chance. */
  static final int WINDOW = 9;

  /** A loss above this share of guessing's is guessing, or worse. */
  static final double GUESSING = 0.9;

  /** The share of a planned run after which a network that guesses will not become good. */
  static final double PATIENCE = 0.3;

  /**
   * The share of a planned run after which a network should be half as ignorant as one that
   * guesses.
   */
  static final double MIDDLE = 0.5;

  /** A run whose loss will end above this share of guessing's is behind. */
  static final double BEHIND = 0.45;

  /** Where guessing's loss is unknown, only a loss so many times the first ones is called bad. */
  static final double DIVERGED = 1.5;

  /** Nothing is said of a loss before so many batches: warm-ups and first steps look bad. */
  static final int FIRST_BATCHES = 20;

  private final ImmutableDoubleArray losses;
  private final double chance;
  private final int planned;
  private final double[] smooth;

  /** Losses from this one on are those of guessing, or worse. */
  private final double bad;

  /**
   * Of these losses, one for each training batch.
   *
   * @param chance the loss of a network that knows nothing; NaN if unknown, then only a loss that
   *     has grown is bad
   * @param planned the number of batches that the whole run is to have
   */
  LossCourse(ImmutableDoubleArray losses, double chance, int planned) {
    this.losses = losses;
    this.planned = Math.max(planned, losses.length());
    this.smooth = medians(losses);
    this.chance = chance;
    this.bad = Double.isNaN(chance) ? diverged(smooth) : GUESSING * chance;
  }

  /**
   * Of each batch, the median of the last losses, in which NaN is above all numbers: NaN or
   * infinite if half of them or more are not finite.
   */
  private static double[] medians(ImmutableDoubleArray losses) {
    double[] medians = new double[losses.length()];
    for (int i = 0; i < medians.length; i++) {
      double[] window =
          losses.subArray(Math.max(0, i + 1 - WINDOW), i + 1).stream()
              .map(loss -> loss == Double.NEGATIVE_INFINITY ? Double.NaN : loss)
              .sorted() // which puts NaN last
              .toArray();
      double upper = window[window.length / 2];
      double lower = window[(window.length - 1) / 2];
      medians[i] = upper == lower ? upper : lower + (upper - lower) / 2;
    }
    return medians;
  }

  private static double diverged(double... smooth) {
    double first = smooth.length < WINDOW ? Double.NaN : smooth[WINDOW - 1];
    return first + (DIVERGED - 1) * Math.abs(first);
  }

  int batches() {
    return losses.length();
  }

  int planned() {
    return planned;
  }

  /** The loss of guessing; NaN if unknown. */
  double chance() {
    return chance;
  }

  /**
   * The median of the last losses; NaN before there are any. NaN or infinite once half of them or
   * more are not finite.
   */
  double recent() {
    return smooth.length == 0 ? Double.NaN : smooth[smooth.length - 1];
  }

  /** The first batch whose loss is NaN or infinite. */
  OptionalInt firstNonFinite() {
    for (int i = 0; i < losses.length(); i++) {
      if (!Double.isFinite(losses.get(i))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** For how many batches up to now the network has guessed, or done worse. */
  int guessingFor() {
    int batches = 0;
    while (batches < smooth.length && isAbove(smooth[smooth.length - 1 - batches], bad)) {
      batches++;
    }
    return batches;
  }

  /** NaN is worse than any number; nothing is above a bound that is not known. */
  private static boolean isAbove(double loss, double bound) {
    return !Double.isNaN(bound) && !(loss < bound);
  }

  /** For how many batches a network may guess before that is sick. */
  int patience() {
    return (int) Math.max(FIRST_BATCHES, Math.ceil(PATIENCE * planned));
  }

  /** Whether it has guessed for so long that it will not become good within the run. */
  boolean isStuck() {
    return guessingFor() >= patience();
  }

  /**
   * Whether the middle of the run is past and the loss, if it goes on as in the last quarter of the
   * planned run, will end far above where a network that learns well ends. Other tasks are harder
   * than that: this counts only together with a sign in the layers.
   */
  boolean isBehind() {
    return isAbove(recent(), BEHIND * chance) && expectedEnd() > BEHIND * chance;
  }

  /**
   * The loss at the end of the run if it goes on falling as in the last quarter of the planned run;
   * NaN before the middle of the run; infinite if the loss is not finite now.
   */
  double expectedEnd() {
    int now = smooth.length;
    if (now < Math.max(quarter(), MIDDLE * planned)) {
      return Double.NaN;
    }
    return !Double.isFinite(recent())
        ? Double.POSITIVE_INFINITY
        : recent() + Math.min(0, trend(smooth).getSlope()) * (planned - now);
  }

  /**
   * Whether it has fallen over the last quarter of the planned run.
   *
   * @param significance how probable it may be that it seems so by chance
   */
  boolean isFalling(double significance) {
    if (batches() < quarter()) {
      return false;
    }
    SimpleRegression trend = trend(losses.toArray());
    return trend.getSlope() < 0 && trend.getSignificance() < significance;
  }

  private int quarter() {
    return Math.max(WINDOW, planned / 4);
  }

  private SimpleRegression trend(double... ofAll) {
    return Statistic.line(Arrays.copyOfRange(ofAll, ofAll.length - quarter(), ofAll.length));
  }

  /** Whether the training fails, if the layers say so too. */
  boolean isLost() {
    return isStuck() || isBehind();
  }
}
