package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/** The model is validated in training mode, with dropout and the statistics of single batches. */
final class WrongMode implements Detector {
  @Override
  public Optional<Finding> find(Vitals run) {
    return run.setup().habits().validatesInTrainingMode()
        ? Optional.of(
            new Finding.Builder(run, Pattern.EVALUATION_MODE)
                .severity(Severity.WARNING)
                .says("The model was in training mode while it was validated.")
                .means(
                    "Dropout then drops units, and batch normalisation uses (and learns) the"
                        + " statistics of the validation batches.")
                .remedies(Remedy.of(Action.EVALUATION_MODE))
                .build())
        : Optional.empty();
  }
}
