package ai.miniai.treatment;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.RunRecord;

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

  /** Whether its quality is clearly higher. */
  boolean isBetterThan(Attempt other) {
    return score.quality() > other.score.quality() + BETTER;
  }

  /** Whether its quality is known, and not clearly lower: what is worse than guessing is alike. */
  boolean isAsGoodAs(Attempt other) {
    return score.quality() > Double.NEGATIVE_INFINITY
        && Math.max(0, score.quality()) >= other.score.quality() - BETTER;
  }

  /**
   * Whether the run was stopped on the way: the doctor says so, or the validation loss has fallen
   * in the last quarter of the passes by a hundredth of the loss of guessing.
   */
  boolean stillImproves() {
    if (diagnosis.finding(Pattern.STILL_FALLING).isPresent()
        || diagnosis.finding(Pattern.LEARNS_SLOWLY).isPresent()) {
      return true;
    }
    var passes = record.losses().validation();
    int count = passes.size();
    double last = count == 0 ? Double.NaN : passes.get(count - 1).loss();
    return count > 1
        && passes.get((count - 1) * 3 / 4).loss() - last > FALL * score.guessing();
  }

  /** The same, with a decision. */
  Attempt decided(boolean keep, String why) {
    return new Attempt(prescription, record, diagnosis, score, keep, why);
  }
}
