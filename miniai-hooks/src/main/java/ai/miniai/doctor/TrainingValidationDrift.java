package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The network behaves differently in evaluation: the loss is worse than in training, and the
 * outputs of its layers differ too.
 */
final class TrainingValidationDrift implements Pattern {
  /**
   * The ratio of the standard deviations in the two modes from which on they count as different.
   */
  static final double APART = 2;

  /** The ratio that is sufficient if validation is worse than guessing. */
  static final double SOMEWHAT_APART = 1.25;

  /** The ratio of validation loss to training loss that is reported. */
  static final double WORSE = 1.5;

  /** The ratio of validation loss to training loss at which validation is useless. */
  static final double MUCH_WORSE = 2;

  /**
   * The fraction of the loss of guessing above which validation counts as useless, provided that
   * training does not.
   */
  static final double USELESS = 0.5;

  @Override
  public Optional<Finding> find(Vitals run) {
    Vitals.Passes losses = run.passes();
    double apart = 0;
    String path = "";
    for (Series valid : run.validation()) {
      double factor = Math.abs(Math.log(factor(run, valid)));
      if (factor > apart) {
        apart = factor;
        path = valid.path();
      }
    }
    double chance = run.loss().chance();
    boolean lost = losses.validation() > chance && Math.exp(apart) >= SOMEWHAT_APART;
    boolean far = Math.exp(apart) >= APART;
    if (!(losses.validation() > WORSE * losses.training() && (lost || far))) {
      return Optional.empty();
    }
    boolean useless =
        losses.validation() > MUCH_WORSE * losses.training()
            && (lost || losses.validation() > USELESS * chance);
    return Optional.of(
        new Finding(
            "training and validation differ",
            path,
            0,
            run.lastBatch(),
            useless ? Severity.SICK : Severity.WARNING,
            ImmutableMap.of(
                "training loss", losses.training(),
                "validation loss", losses.validation(),
                "largest factor between deviations", Math.exp(apart)),
            "Layers put out something else for the validation data than for the training data, so"
                + " what was learned does not apply to it.",
            "Compare the two inputs: the same normalisation and transforms must be on both. Behind"
                + " batch normalisation, train for more batches, so that the running mean and"
                + " variance can follow."));
  }

  private static double factor(Vitals run, Series valid) {
    return run.activations().stream()
        .filter(series -> series.path().equals(valid.path()) && series.length() > 0)
        .mapToDouble(series -> valid.recent(valid::std) / series.recent(series::std))
        .filter(factor -> factor > 0 && Double.isFinite(factor))
        .findFirst()
        .orElse(1);
  }
}
