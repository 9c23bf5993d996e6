package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The network learns, but this does not carry over to validation: the validation loss is far above
 * the training loss, and was never good. A network that overfits is not reported, because its
 * validation loss was good before it became worse. Nor is one whose first validation fails, because
 * running statistics may not have converged yet.
 */
final class ValidationFailure implements Pattern {
  /** The number of validation passes before anything is reported. */
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
