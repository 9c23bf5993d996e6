package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import com.google.common.collect.Comparators;
import java.util.Optional;

/** Gradients are never cleared, so that each step uses the sum of all gradients so far. */
final class GradientsKept implements Detector {
  @Override
  public Optional<Finding> find(Vitals run) {
    return run.setup().habits().keepsGradients()
        ? Optional.of(
            new Finding.Builder(run, Pattern.ACCUMULATED_GRADIENTS)
                .severity(Comparators.max(run.mildSeverity(), Severity.WARNING))
                .says("After a step the gradients were still there when the next batch began.")
                .means(
                    "Each step then uses the sum of all gradients so far: steps grow without end and"
                        + " point to where the network was.")
                .remedies(Remedy.of(Action.CLEAR_GRADIENTS))
                .build())
        : Optional.empty();
  }
}
