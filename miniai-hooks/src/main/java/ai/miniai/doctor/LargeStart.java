package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.OutputInfo;
import java.util.Optional;

/**
 * The very first loss, before any step, is far above that of guessing: the network starts with
 * large outputs, and is sure of things that it cannot know (Karpathy, A Recipe for Training Neural
 * Networks, 2019: verify the loss at init).
 */
final class LargeStart implements Detector {
  /** The first loss as a multiple of the loss of guessing. */
  static final double FAR = 4;

  /** The mean size of outputs that may be called large. */
  static final double LARGE = 5;

  @Override
  public Optional<Finding> find(Vitals run) {
    LossCourse loss = run.loss();
    double first = loss.batches() == 0 ? Double.NaN : loss.losses(0, 1)[0];
    boolean small = run.setup().outputs().filter(outputs -> outputs.first() < LARGE).isPresent();
    if (small || !(loss.chance() > 0 && first > FAR * loss.chance())) {
      return Optional.empty();
    }
    boolean learns = run.learns();
    return Optional.of(
        new Finding.Builder(run, Pattern.LARGE_START)
            .batches(0, 0)
            .severity(
                learns || loss.batches() < LossCourse.FIRST_BATCHES
                    ? Severity.NOTE
                    : run.mildSeverity())
            .evidence("first loss", first, Unit.VALUE)
            .evidence("loss of guessing", loss.chance(), Unit.VALUE)
            .says(
                "Before the first step the loss was %s, %s times that of guessing (%s)%s.",
                Numbers.text(first),
                Numbers.text(first / loss.chance()),
                Numbers.text(loss.chance()),
                run.setup()
                    .outputs()
                    .map(OutputInfo::first)
                    .map(size -> "; outputs were " + Numbers.text(size) + " on average")
                    .orElse(""))
            .means(
                "The network starts with large outputs: first it must forget what its initial weights"
                    + " say.")
            .remedies(Remedy.of(Action.INITIALISE), Remedy.of(Action.ADD_NORMALISATION))
            .build());
  }
}
