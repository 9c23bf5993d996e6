package ai.miniai.treatment;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.RunRecord;
import java.util.List;

/**
 * A training with a prescription.
 *
 * @param prescription what was changed
 * @param record the record of the run, as far as it came
 * @param diagnosis what the doctor says of it
 * @param score how good it is in the end
 * @param kept whether later attempts build on it
 * @param reason why it was kept or not, in words
 */
public record Attempt(
    Prescription prescription,
    RunRecord record,
    Diagnosis diagnosis,
    Score score,
    boolean kept,
    String reason) {
  /** By how much qualities must differ to be told apart. */
  private static final double BETTER = 0.005;

  private static final int QUARTERS = 4;

  /** The fall of the loss, as a fraction of that of guessing, that is worth more epochs. */
  private static final double FALL = 0.01;

  /**
   * Whether nothing was found that is more than a note, in a run that came to its end and is better
   * than guessing.
   */
  public boolean isHealthy() {
    return isBetterThanGuessing()
        && diagnosis.severity().filter(worst -> worst != Severity.NOTE).isEmpty();
  }

  private boolean isBetterThanGuessing() {
    double least = Double.isNaN(score.guessing()) ? Double.NEGATIVE_INFINITY : 0;
    return score.quality() > least;
  }

  /** Whether training has failed, seen by the doctor or by its score. */
  boolean isSick() {
    return diagnosis.isSick() || !isBetterThanGuessing();
  }

  /** Whether it has come to no finite loss. */
  boolean hasDiverged() {
    return !Double.isFinite(score.quality());
  }

  /** Whether its quality is clearly higher. */
  boolean isBetterThan(Attempt other) {
    return score.quality() > other.score.quality() + BETTER;
  }

  /** Whether its quality is known, and not clearly lower: what is worse than guessing is alike. */
  boolean isAsGoodAs(Attempt other) {
    return !hasDiverged() && Math.max(0, score.quality()) >= other.score.quality() - BETTER;
  }

  /**
   * Whether the run ended too early: the doctor says so, or the loss has fallen in the last quarter
   * by a hundredth of that of guessing, in validation or, with fewer than four passes, in training.
   */
  boolean stillImproves() {
    if (diagnosis.finding(Pattern.STILL_FALLING).isPresent()
        || diagnosis.finding(Pattern.LEARNS_SLOWLY).isPresent()) {
      return true;
    }
    var passes = record.losses().validation();
    int count = passes.size();
    if (count >= QUARTERS) {
      return passes.get((count - 1) * 3 / QUARTERS).loss() - passes.get(count - 1).loss()
          > FALL * score.guessing();
    }
    List<Double> losses = record.losses().training();
    int quarter = losses.size() / QUARTERS;
    return quarter > 0
        && mean(losses, 2 * quarter, quarter) - mean(losses, quarter, 0) > FALL * score.guessing();
  }

  /** The mean loss of the batches that are between {@code from} and {@code to} before the end. */
  private static double mean(List<Double> losses, int from, int to) {
    return losses.subList(losses.size() - from, losses.size() - to).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  /** The same, with a decision. */
  Attempt decided(boolean keep, String why) {
    return new Attempt(prescription, record, diagnosis, score, keep, why);
  }
}
