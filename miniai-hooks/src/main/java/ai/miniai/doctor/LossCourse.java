package ai.miniai.doctor;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The course of the loss, and whether the network is learning. Patterns in the layers are called
 * sick only if the loss agrees.
 */
final class LossCourse {
  /** Runs are judged by the median of this many losses, because single batches vary by chance. */
  static final int WINDOW = 9;

  /** A loss above this fraction of the loss of guessing counts as guessing, or worse. */
  static final double GUESSING = 0.9;

  /** The fraction of a planned run after which a network that still guesses will not recover. */
  static final double PATIENCE = 0.3;

  /** The fraction of a planned run after which the loss is extrapolated to the end of the run. */
  static final double MIDDLE = 0.5;

  /**
   * A run whose final loss is expected to be above this fraction of the loss of guessing is behind.
   */
  static final double BEHIND = 0.45;

  /**
   * If the loss of guessing is unknown, a loss counts as bad only above this multiple of the
   * initial losses.
   */
  static final double DIVERGED = 1.5;

  /** Losses are not judged before this many batches: warm-up and the first steps look bad. */
  static final int FIRST_BATCHES = 20;

  private final ImmutableDoubleArray losses;
  private final double chance;
  private final int planned;
  private final double[] smooth;

  /** A loss from this value on counts as guessing, or worse. */
  private final double bad;

  /**
   * From the losses, one for each training batch.
   *
   * @param chance the loss of guessing; NaN if unknown, then only a loss that has grown is bad
   * @param planned the planned number of batches of the whole run
   */
  LossCourse(ImmutableDoubleArray losses, double chance, int planned) {
    this.losses = losses;
    this.planned = Math.max(planned, losses.length());
    this.smooth = medians(losses);
    this.chance = chance;
    this.bad = Double.isNaN(chance) ? diverged(smooth) : GUESSING * chance;
  }

  /**
   * For each batch, the median of the last losses, where NaN counts as larger than any number. It
   * is NaN or infinite if at least half of these losses are not finite.
   */
  private static double[] medians(ImmutableDoubleArray losses) {
    double[] medians = new double[losses.length()];
    for (int i = 0; i < medians.length; i++) {
      double[] window =
          losses.subArray(Math.max(0, i + 1 - WINDOW), i + 1).stream()
              .map(loss -> loss == Double.NEGATIVE_INFINITY ? Double.NaN : loss)
              .sorted() // puts NaN last
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
   * The median of the last losses; NaN if there are none. NaN or infinite if at least half of them
   * are not finite.
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

  /** For how many batches up to now the network has only guessed, or done worse. */
  int guessingFor() {
    int batches = 0;
    while (batches < smooth.length && isAbove(smooth[smooth.length - 1 - batches], bad)) {
      batches++;
    }
    return batches;
  }

  /** NaN counts as larger than any number; nothing is above an unknown bound. */
  private static boolean isAbove(double loss, double bound) {
    return !Double.isNaN(bound) && !(loss < bound);
  }

  /** The number of batches of guessing from which on a run is called sick. */
  int patience() {
    return (int) Math.max(FIRST_BATCHES, Math.ceil(PATIENCE * planned));
  }

  /** Whether the network has guessed for so long that it will not recover within the run. */
  boolean isStuck() {
    return guessingFor() >= patience();
  }

  /**
   * Whether the middle of the run is past and the loss, if it continues as in the last quarter of
   * the planned run, will end far above that of a network that learns well. Hard tasks look the
   * same, so this counts only together with a sign in the layers.
   */
  boolean isBehind() {
    return isAbove(recent(), BEHIND * chance) && expectedEnd() > BEHIND * chance;
  }

  /**
   * The loss at the end of the run, extrapolated from the last quarter of the planned run. NaN
   * before the middle of the run; infinite if the loss is not finite now.
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
   * Whether the loss has fallen over the last quarter of the planned run.
   *
   * @param significance the p-value below which a trend counts
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

  /** Whether training has failed, provided that the layers show it too. */
  boolean isLost() {
    return isStuck() || isBehind();
  }
}
