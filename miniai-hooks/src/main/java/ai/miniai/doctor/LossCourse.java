package ai.miniai.doctor;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The course of the loss, and whether the network is learning. Patterns in the layers are called
 * sick only if the loss agrees. The yardstick is the loss of guessing, that of the best output that
 * ignores the input.
 */
final class LossCourse {
  /** Runs are judged by the median of this many losses, because single batches vary by chance. */
  static final int WINDOW = 9;

  /** A loss above this fraction of the loss of guessing may be guessing, or worse. */
  static final double GUESSING = 0.9;

  /** The number of losses by which it is decided whether a loss is below that of guessing. */
  static final int PROOF = 40;

  /** The p-value below which a loss that is a little lower than guessing's is not chance. */
  static final double CERTAIN = 0.001;

  /** The p-value below which there is hope, or a doubt about being lost. */
  static final double PROBABLE = 0.05;

  /** By how much a loss must be lower, as a fraction of the loss of guessing. */
  static final double LOWER = 0.005;

  /**
   * A loss that is lower by this fraction before the middle of a run is given the benefit of doubt.
   */
  static final double GAIN = 0.03;

  /** The fraction of a planned run after which a network that still guesses will not recover. */
  static final double PATIENCE = 0.3;

  /** However long a run is planned to be, nobody waits for more batches than these. */
  static final int LONGEST_PATIENCE = 200;

  /** The same if the layers show why nothing happens. */
  static final int PATIENCE_WITH_SIGN = 100;

  /** The fraction of a planned run after which the loss is extrapolated to the end of the run. */
  static final double MIDDLE = 0.5;

  /**
   * A run whose final loss is expected to be above this fraction of the loss of guessing is behind.
   */
  static final double BEHIND = 0.45;

  /** By how much more a loss falls in the last third of a time than in the one before. */
  static final double FASTER = 1.5;

  /** The fraction of a fall that is over in the middle of a run that has levelled out. */
  static final double LEVEL = 0.75;

  /**
   * The fraction of a fall that comes after the middle of a run, at least, if the loss falls as if
   * along a straight line, for which it is 0.47.
   */
  static final double STRAIGHT = 0.4;

  /**
   * If the loss of guessing is unknown, a loss counts as bad only above this multiple of the
   * initial losses.
   */
  static final double DIVERGED = 1.5;

  /** Less than this fraction of the initial loss is hardly anything. */
  static final double LEFT = 0.01;

  /** Losses are not judged before this many batches: warm-up and the first steps look bad. */
  static final int FIRST_BATCHES = 20;

  private final ImmutableDoubleArray losses;
  private final ImmutableDoubleArray guesses;
  private final double chance;
  private final int planned;
  private final double[] smooth;

  /** For each batch the loss from which on it may be guessing, or worse. */
  private final double[] bad;

  /**
   * From the losses, one for each training batch.
   *
   * @param guesses the loss of guessing for the same batches; NaN, or too short, where unknown
   * @param chance the loss of guessing in general; NaN if unknown
   * @param planned the planned number of batches of the whole run
   */
  LossCourse(
      ImmutableDoubleArray losses, ImmutableDoubleArray guesses, double chance, int planned) {
    this.losses = losses;
    this.guesses = guesses;
    this.planned = Math.max(planned, losses.length());
    this.smooth = medians(losses);
    double known = Statistic.mean(guesses.toArray());
    this.chance = Double.isNaN(known) ? chance : known;
    this.bad = bad();
  }

  private double[] bad() {
    double[] bounds = new double[losses.length()];
    if (Double.isNaN(chance)) {
      Arrays.fill(bounds, diverged(smooth));
      return bounds;
    }
    double[] known = new double[WINDOW]; // where losses are skewed, their medians are low
    int count = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (i < guesses.length() && Double.isFinite(guesses.get(i))) {
        known[count % WINDOW] = guesses.get(i);
        count++;
      }
      bounds[i] = below(count < WINDOW ? chance : Statistic.median(known), GUESSING);
    }
    return bounds;
  }

  /** A fraction of a loss; one that is negative is as much lower as a positive one. */
  static double below(double loss, double fraction) {
    return loss - (1 - fraction) * Math.abs(loss);
  }

  /** A multiple of a loss; one that is negative is as much higher as a positive one. */
  static double above(double loss, double multiple) {
    return loss + (multiple - 1) * Math.abs(loss);
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
    return above(smooth.length < WINDOW ? Double.NaN : smooth[WINDOW - 1], DIVERGED);
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
   * By how much the last losses are above those of guessing for the same batches, where these are
   * known, as a multiple of the loss of guessing in general.
   *
   * @param from the first batch that counts
   * @param most the number of batches at most
   */
  double[] aboveGuessing(int from, int most) {
    double[] above =
        IntStream.range(from, Math.min(losses.length(), guesses.length()))
            .filter(i -> Double.isFinite(guesses.get(i)) && Double.isFinite(losses.get(i)))
            .mapToDouble(i -> (losses.get(i) - guesses.get(i)) / Math.abs(chance))
            .toArray();
    return Arrays.copyOfRange(above, Math.max(0, above.length - most), above.length);
  }

  /** The losses of the batches from {@code from} on, up to {@code to} (exclusive). */
  double[] losses(int from, int to) {
    int end = Math.min(to, losses.length());
    return losses.subArray(Math.max(0, Math.min(from, end)), end).toArray();
  }

  /**
   * The median of the last losses; NaN if there are none. NaN or infinite if at least half of them
   * are not finite.
   */
  double recent() {
    return smooth.length == 0 ? Double.NaN : smooth[smooth.length - 1];
  }

  /** The median of the first losses. */
  double initial() {
    return smooth.length < WINDOW ? recent() : smooth[WINDOW - 1];
  }

  /** The median of the losses before and at {@code batch}. */
  double at(int batch) {
    return smooth.length == 0 ? Double.NaN : smooth[Math.min(batch, smooth.length - 1)];
  }

  /** The first batch whose loss is NaN or infinite. */
  OptionalInt firstNonFinite() {
    return IntStream.range(0, losses.length())
        .filter(i -> !Double.isFinite(losses.get(i)))
        .findFirst();
  }

  /**
   * For how many batches up to now the loss has been near that of guessing, or worse. It may be
   * lower by a little: see {@link #isBetterThanGuessing}.
   */
  int guessingFor() {
    int batches = 0;
    while (batches < smooth.length
        && isAbove(smooth[smooth.length - 1 - batches], bad[smooth.length - 1 - batches])) {
      batches++;
    }
    return batches;
  }

  /** NaN counts as larger than any number; nothing is above an unknown bound. */
  private static boolean isAbove(double loss, double bound) {
    return !Double.isNaN(bound) && !(loss < bound);
  }

  /**
   * Whether the last losses are lower than those of guessing, though maybe by little: of the same
   * batches where these are known. So a task with much noise is not mistaken for guessing. The last
   * batches tell it sooner, and the second half of the run with more certainty.
   */
  boolean isBetterThanGuessing() {
    return isLowerBy(LOWER, CERTAIN);
  }

  /**
   * Whether the last losses are probably below this fraction of that of guessing, and none before
   * were certainly lower: so much is learned and kept, however much single batches vary.
   */
  boolean isProbablyBelow(double fraction) {
    return isLowerBy(1 - fraction, PROBABLE) && isAsLowAsEver();
  }

  private boolean isAsLowAsEver() {
    double[] gains = gainsOf(losses.length());
    double[] last = Arrays.copyOfRange(gains, Math.max(0, gains.length - PROOF), gains.length);
    for (int end = gains.length - PROOF; end >= PROOF; end -= PROOF) {
      double[] before = Arrays.copyOfRange(gains, end - PROOF, end);
      if (Statistic.mean(before) > Statistic.mean(last)
          && Statistic.chance(before, last) < CERTAIN) {
        return false;
      }
    }
    return true;
  }

  private boolean isLowerBy(double fraction, double significance) {
    return isLower(gains(PROOF), fraction, significance)
        || isLower(gains(losses.length() / 2), fraction, significance);
  }

  private boolean isLower(double[] gains, double fraction, double significance) {
    double lower = fraction * Math.abs(chance);
    return Double.isFinite(recent())
        && gains.length > WINDOW
        && StatUtils.mean(gains) > lower
        && (StatUtils.variance(gains) == 0 || new TTest().tTest(lower, gains) / 2 < significance);
  }

  /**
   * By how much losses are lower than those of guessing: of the last batches, at most as long as
   * the loss has been near guessing's.
   */
  private double[] gains(int most) {
    int since = guessingFor() == 0 ? most : Math.max(guessingFor(), WINDOW + 1);
    return gainsOf(Math.min(losses.length(), Math.min(most, since)));
  }

  private double[] gainsOf(int count) {
    return IntStream.range(losses.length() - count, losses.length())
        .mapToDouble(i -> guess(i) - losses.get(i))
        .filter(Double::isFinite)
        .toArray();
  }

  /** The loss of guessing for a batch, or in general where it is not known for this one. */
  private double guess(int batch) {
    return batch < guesses.length() && Double.isFinite(guesses.get(batch))
        ? guesses.get(batch)
        : chance;
  }

  /** The number of batches of guessing from which on a run is called sick. */
  int patience() {
    return patience(LONGEST_PATIENCE);
  }

  private int patience(int longest) {
    return (int) Math.max(FIRST_BATCHES, Math.min(longest, Math.ceil(PATIENCE * planned)));
  }

  /** Whether the network has guessed for so long that it will not recover within the run. */
  boolean isStuck() {
    boolean hopeful = losses.length() < MIDDLE * planned && isLower(gains(PROOF), LOWER, PROBABLE);
    return guessingFor() >= patience() && !isBetterThanGuessing() && !isRecovering() && !hopeful;
  }

  /**
   * The same if a layer shows why nothing happens: then a small gain does not count, unless the
   * loss has levelled out there, as on a task with much noise.
   */
  boolean isStuckWithSign() {
    boolean gains = losses.length() < MIDDLE * planned && gain() > GAIN;
    return guessingFor() >= patience(PATIENCE_WITH_SIGN)
        && !isRecovering()
        && !isLevelledOut()
        && !gains;
  }

  /** By how much the last losses are lower than those of guessing, as a fraction of them. */
  private double gain() {
    return isBetterThanGuessing() ? StatUtils.mean(gains(PROOF)) / Math.abs(chance) : 0;
  }

  /**
   * Whether the loss is lower than that of guessing, and has levelled out there: most of its fall
   * was over in the middle of the run so far, and it goes on no more. A task with much noise looks
   * like this; a network that learns slowly falls on and on.
   */
  boolean isLevelledOut() {
    Fall fall = fall();
    return losses.length() >= PROOF
        && isBetterThanGuessing()
        && fall.all() > LOWER * Math.abs(chance)
        && fall.late() < (1 - LEVEL) * fall.all();
  }

  /**
   * Whether the loss falls as if along a straight line. A loss that learns well falls steeply at
   * first, then ever less; a straight line is the mark of steps that are too small (Karpathy,
   * CS231n, Babysitting the learning process).
   */
  boolean isStraight() {
    Fall fall = fall();
    return fall.all() > LOWER * Math.abs(chance) && fall.late() > STRAIGHT * fall.all();
  }

  /**
   * By how much the loss has fallen, compared with that of guessing for the same batches.
   *
   * @param all from the first tenth of the run so far to its last fifth
   * @param late from its middle fifth to its last one
   */
  private record Fall(double all, double late) {}

  private Fall fall() {
    double[] above = new double[losses.length()];
    Arrays.setAll(above, i -> losses.get(i) - guess(i));
    int all = above.length;
    double begin = Statistic.mean(Arrays.copyOf(above, Math.min(all, Math.max(WINDOW, all / 10))));
    double middle = Statistic.mean(Arrays.copyOfRange(above, 2 * all / 5, 3 * all / 5));
    double end = Statistic.mean(Arrays.copyOfRange(above, 4 * all / 5, all));
    return new Fall(begin - end, middle - end);
  }

  /**
   * Whether the loss falls over the time of guessing, along a significant trend, and either fast
   * enough to be below that of guessing when the run is over, or faster and faster.
   */
  boolean isRecovering() {
    int count = Math.min(losses.length(), Math.max(guessingFor(), WINDOW));
    double[] last = losses(losses.length() - count, losses.length());
    double end = Statistic.line(last).predict(count + planned - losses.length());
    double begin = Statistic.mean(Arrays.copyOfRange(last, 0, count / 3));
    double middle = Statistic.mean(Arrays.copyOfRange(last, count / 3, 2 * count / 3));
    double now = Statistic.mean(Arrays.copyOfRange(last, 2 * count / 3, count));
    boolean faster = begin > middle && middle - now > FASTER * (begin - middle);
    return Statistic.chanceOfFall(last) < CERTAIN && (end < below(chance, GUESSING) || faster);
  }

  /**
   * Whether the middle of the run is past and the loss, if it continues as in the last quarter of
   * the planned run, will end far above that of a network that learns well. Hard tasks look the
   * same, so this counts only together with a sign in the layers.
   */
  boolean isBehind() {
    return chance > 0 && isAbove(recent(), BEHIND * chance) && expectedEnd() > BEHIND * chance;
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

  /**
   * Whether hardly anything is left of a positive loss, as where one item is learned by heart,
   * which guessing knows too.
   */
  boolean isUsedUp() {
    boolean high = chance > 0 && recent() > BEHIND * chance;
    return recent() >= 0 && recent() < LEFT * initial() && !high;
  }

  /** Whether training has failed, provided that the layers show it too. */
  boolean isLost() {
    return isStuckWithSign() || isBehind();
  }
}
