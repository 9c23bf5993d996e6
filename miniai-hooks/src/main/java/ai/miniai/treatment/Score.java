package ai.miniai.treatment;

import ai.miniai.doctor.Numbers;
import ai.miniai.recording.RunRecord;
import ai.miniai.setup.TargetInfo;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How good a run is in the end.
 *
 * @param quality 1 − loss / loss of guessing: 1 is perfect, 0 is guessing, and below 0 is worse. −∞
 *     if the run failed, or its loss is NaN or infinite
 * @param loss the last validation loss; without validation, the mean of the last training losses
 * @param guessing the loss of the best constant output for the same data; NaN if unknown
 * @param accuracy the share of right answers in validation, if the targets are classes
 */
public record Score(double quality, double loss, double guessing, OptionalDouble accuracy) {
  /** The score of a run that failed. */
  static final Score FAILED =
      new Score(Double.NEGATIVE_INFINITY, Double.NaN, Double.NaN, OptionalDouble.empty());

  /** The number of training losses at the end that are averaged. */
  private static final int LAST = 20;

  /** From this size on, a quality needs no decimals. */
  private static final double MANY = 1000;

  /**
   * The score of a run.
   *
   * @param untreated the loss of the first run, which is the yardstick if nothing is known of
   *     guessing; NaN if there is none
   */
  static Score of(RunRecord record, OptionalDouble accuracy, double untreated) {
    int passes = record.losses().validation().size();
    boolean validated = passes > 0;
    List<Double> training = record.losses().training();
    double loss =
        validated
            ? record.losses().validation().get(passes - 1).loss()
            : mean(training, training.size());
    ImmutableDoubleArray guesses = record.guessing().validation();
    double guessing =
        validated
            ? guesses.isEmpty() ? Double.NaN : guesses.get(guesses.length() - 1)
            : mean(record.guessing().training().asList(), training.size());
    boolean ruined = training.isEmpty() || !Double.isFinite(training.get(training.size() - 1));
    double quality =
        ruined || !Double.isFinite(loss)
            ? Double.NEGATIVE_INFINITY
            : quality(loss, guessing, accuracy, record, untreated);
    return new Score(quality, loss, guessing, accuracy);
  }

  /** The quality for people: "0.669"; "none" if the run failed or diverged. */
  public String qualityText() {
    if (!Double.isFinite(quality)) {
      return "none";
    }
    return Math.abs(quality) < MANY
        ? String.format(Locale.ROOT, "%.3f", Math.round(1000 * quality) / 1000.0) // never −0
        : Numbers.text(quality);
  }

  /** The mean of the last of {@code count} values, as far as they are known. */
  private static double mean(List<Double> values, int count) {
    return IntStream.range(Math.max(0, count - LAST), Math.min(count, values.size()))
        .mapToDouble(values::get)
        .filter(value -> !Double.isNaN(value) || values.size() == count)
        .average()
        .orElse(Double.NaN);
  }

  private static double quality(
      double loss, double guessing, OptionalDouble accuracy, RunRecord record, double untreated) {
    if (guessing > 0 && Double.isFinite(guessing)) {
      return 1 - loss / guessing;
    }
    double majority = record.setup().targets().map(TargetInfo::majority).orElse(Double.NaN);
    if (accuracy.isPresent() && majority < 1) {
      return (accuracy.getAsDouble() - majority) / (1 - majority);
    }
    return untreated > 0 && Double.isFinite(untreated) ? 1 - loss / untreated : 0;
  }
}
