package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LossInfo;
import java.util.Optional;

/**
 * The loss is a sum over the batch, so that gradients are as many times larger as there are items,
 * and a usual learning rate is too high.
 */
final class SummedLoss implements Detector {
  @Override
  public Optional<Finding> find(Vitals run) {
    int size = run.setup().batchSize();
    return run.setup().loss().filter(LossInfo::summed).isPresent()
            && size > 1
            && run.mildSeverity() != Severity.NOTE
        ? Optional.of(
            new Finding.Builder(run, Pattern.SUMMED_LOSS)
                .severity(run.mildSeverity())
                .says("The loss is the sum over the %d items of a batch, not their mean.", size)
                .means(
                    "Gradients are as many times larger, so a learning rate that is usual for means"
                        + " is too high.")
                .remedies(
                    Remedy.of(
                        Action.CHANGE_LOSS, "Use the mean over the batch, or divide the rate."),
                    Remedy.rate(1.0 / size))
                .build())
        : Optional.empty();
  }
}
