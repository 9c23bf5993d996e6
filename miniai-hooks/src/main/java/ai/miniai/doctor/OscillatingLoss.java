package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * The loss jumps up and down and makes no progress: steps are so large that each batch undoes what
 * the one before has learned (AutoTrainer, Zhang and others, 2021, calls it an oscillating loss).
 * Now and then a batch is far worse than guessing, because the network was just made sure of
 * another answer.
 */
final class OscillatingLoss implements Detector {
  /** The number of batches that are looked at: the last ones, but not the first of the run. */
  static final int BATCHES = 200;

  /** At least so many are needed. */
  static final int LEAST = 40;

  /** From so many on the run is sick. */
  static final int LONG = 100;

  /**
   * The share of batches that are better than guessing; where it is lower the loss is just high.
   */
  static final double CALM = 0.4;

  /** The first batches do not count. */
  static final int START = 20;

  /** A loss that is higher than that of guessing by this multiple of it is a spike. */
  static final double SPIKE = 1;

  /** The share of spikes from which on a loss oscillates. */
  static final double MANY = 0.02;

  /** The mean loss, as a fraction of that of guessing, below which it is just noisy. */
  static final double HIGH = 0.7;

  @Override
  public Optional<Finding> find(Vitals run) {
    LossCourse loss = run.loss();
    double[] above = loss.aboveGuessing(START, BATCHES);
    double mean = 1 + Statistic.mean(above);
    if (above.length < LEAST || !(mean > HIGH)) {
      return Optional.empty();
    }
    double spikes = share(above, one -> one > SPIKE);
    boolean falls = Statistic.chanceOfFall(above) < SlowProgress.SIGNIFICANCE;
    if (spikes < MANY || share(above, one -> one < 0) < CALM || falls) {
      return Optional.empty();
    }
    double[] last = loss.losses(Math.max(START, loss.batches() - BATCHES), loss.batches());
    return Optional.of(
        new Finding.Builder(run, Pattern.OSCILLATING)
            .batches(loss.batches() - last.length, loss.batches() - 1)
            .severity(
                above.length >= LONG && !run.seemsToLearn() ? Severity.SICK : Severity.WARNING)
            .evidence("mean loss, of guessing", mean, Unit.RATIO)
            .evidence("share of spikes", spikes, Unit.SHARE)
            .evidence("largest", Arrays.stream(last).max().orElseThrow(), Unit.VALUE)
            .says(
                "Over the last %d batches the loss jumped between %s and %s without progress (guessing:"
                    + " %s).",
                last.length,
                Numbers.text(Arrays.stream(last).min().orElseThrow()),
                Numbers.text(Arrays.stream(last).max().orElseThrow()),
                Numbers.text(loss.chance()))
            .means(
                "Each step undoes what the one before has learned: steps are too large for what a"
                    + " single batch can tell.")
            .remedies(
                Remedy.rate(0.1),
                Remedy.of(
                    Action.LARGER_BATCH,
                    run.setup().batchSize() > 0 ? "now " + run.setup().batchSize() : ""))
            .build());
  }

  private static double share(double[] values, DoublePredicate wanted) {
    return (double) Arrays.stream(values).filter(wanted).count() / values.length;
  }
}
