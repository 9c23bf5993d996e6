package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The network learns, but what it learns does not hold in validation: the loss there is far above
 * that of training, and never was a useful one. A network that overfits is none of these: it was
 * good in validation before it became worse. Nor is one whose first validation fails, since running
 * means and variances may still be on their way.
 */
final class ValidationFailure implements Pattern {
  /** The validation passes before anything is said. */
  static final int PASSES = 2;

  @Override
  public Optional<Finding> find(Vitals run) {
    Vitals.Passes losses = run.passes();
    double chance = run.loss().chance();
    boolean fails = losses.validation() > TrainingValidationDrift.MUCH_WORSE * losses.training();
    boolean everUseful = !(losses.best() > TrainingValidationDrift.USELESS * chance);
    if (losses.count() < PASSES || !fails || everUseful) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "fails in validation",
            "",
            0,
            run.lastBatch(),
            Severity.SICK,
            ImmutableMap.of(
                "training loss", losses.training(),
                "validation loss", losses.validation(),
                "the best so far", losses.best(),
                "loss of guessing", chance),
            "The network does well on the batches that it learns from, and badly on all others, in"
                + " each validation so far.",
            "Compare the two inputs: the same normalisation and transforms must be on both. With"
                + " batch normalisation, lower the learning rate, so that the running mean and"
                + " variance can follow. Without it, the network learns its images by heart: use"
                + " more of them, augmentation or weight decay."));
  }
}
