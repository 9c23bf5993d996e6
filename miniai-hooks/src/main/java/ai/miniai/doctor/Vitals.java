package ai.miniai.doctor;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.setup.RunSetup;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The data that patterns read of a run: its loss, and series of statistics for each module and
 * parameter, in the order of the network.
 */
final class Vitals {
  /** The name of the inputs; in older files they are the first layer of the activations. */
  static final String INPUT = RunRecorderCB.INPUT;

  /** A validation loss below this fraction of that of guessing shows that something is learned. */
  private static final double LEARNS = 0.85;

  /** The same after a single pass, which tells less. */
  private static final double LEARNS_AT_ONCE = 0.75;

  /** A validation loss below this fraction of that of guessing is of some use. */
  private static final double USEFUL = 0.6;

  /** By how much the last validation loss may be above the best one, as a fraction of it. */
  private static final double NEAR_BEST = 0.05;

  private final LossCourse loss;
  private final ImmutableMap<Quantity, ImmutableList<Series>> training;
  private final ImmutableList<Series> validation;
  private final Passes passes;
  private final RunSetup setup;
  private final Supplier<Severity> severity;
  private final Supplier<Severity> mildSeverity;

  /**
   * The mean losses of passes through the data.
   *
   * @param training the mean training loss of each finished epoch
   * @param validation the validation loss after each of them
   * @param guessing the loss of guessing in the last validation pass; NaN if unknown
   * @param end the number of training batches before the last validation pass
   */
  record Passes(List<Double> training, List<Double> validation, double guessing, int end) {
    static final Passes NONE = new Passes(List.of(), List.of(), Double.NaN, 0);

    int count() {
      return validation.size();
    }

    /** The mean training loss of the last epoch; NaN if there is none. */
    double lastTraining() {
      return training.isEmpty() ? Double.NaN : training.get(training.size() - 1);
    }

    /** The last validation loss; NaN if there is none. */
    double lastValidation() {
      return validation.isEmpty() ? Double.NaN : validation.get(validation.size() - 1);
    }

    /** The index of the pass with the lowest validation loss. */
    int bestPass() {
      int best = 0;
      for (int i = 1; i < validation.size(); i++) {
        best = validation.get(i) < validation.get(best) ? i : best;
      }
      return best;
    }

    /** The lowest validation loss; NaN if there is none. */
    double best() {
      return validation.isEmpty() ? Double.NaN : validation.get(bestPass());
    }
  }

  Vitals(
      LossCourse loss,
      ImmutableMap<Quantity, ImmutableList<Series>> training,
      ImmutableList<Series> validation,
      Passes passes,
      RunSetup setup) {
    this.setup = setup;
    this.loss = loss;
    this.training = training;
    this.validation = validation;
    this.passes = passes;
    this.severity = Suppliers.memoize(this::judge); // each pattern asks for it
    this.mildSeverity = Suppliers.memoize(this::judgeMildly);
  }

  /**
   * The data of the first batches of a run.
   *
   * @param batches the number of training batches to read
   * @param planned the planned number of training batches of the whole run
   */
  static Vitals of(RunRecord record, int batches, int planned) {
    return new VitalsReader(record, batches).read(planned);
  }

  /**
   * The number of training batches of {@code record}, from its losses or otherwise from its
   * columns.
   */
  static int batches(RunRecord record) {
    return new VitalsReader(record, Integer.MAX_VALUE).batches();
  }

  /** The severity of a sign in the layers: the loss decides, if it is known. */
  Severity severity() {
    return severity.get();
  }

  private Severity judge() {
    if (loss.batches() == 0) {
      return Severity.WARNING;
    }
    if (loss.isLost() && !isBelowGuessing(USEFUL)) {
      return Severity.SICK;
    }
    return loss.guessingFor() > 0 ? Severity.WARNING : Severity.NOTE;
  }

  /**
   * The severity of steps that are too large, and of what they do: they undo what was learned, and
   * a validation loss that falls says that they do not.
   */
  Severity severityOfTurmoil() {
    return severity() == Severity.SICK && seemsToLearn() ? Severity.WARNING : severity();
  }

  /**
   * The severity of what does not always do harm, such as a habit of the program or small steps. A
   * loss that has levelled out may be as low as the task allows, and one that is only higher than
   * it should be does not make a run sick.
   */
  Severity mildSeverity() {
    return mildSeverity.get();
  }

  private Severity judgeMildly() {
    if (loss.isLevelledOut() && !isUselessInValidation()) {
      return Severity.NOTE;
    }
    return severity() == Severity.SICK && !loss.isStuckWithSign() ? Severity.WARNING : severity();
  }

  private boolean isUselessInValidation() {
    return passes.lastValidation()
        > LossCourse.below(guessingInValidation(), ValidationFailure.NO_BETTER);
  }

  /** Whether the losses, of training and of validation, are far below those of guessing. */
  boolean learns() {
    return loss.recent() < LossCourse.below(loss.chance(), LossCourse.BEHIND)
        && !(passes.lastValidation()
            > LossCourse.below(guessingInValidation(), LossCourse.GUESSING));
  }

  /** The loss of guessing in validation; that in training if it is not known. */
  double guessingInValidation() {
    return Double.isNaN(passes.guessing()) ? loss.chance() : passes.guessing();
  }

  /**
   * Whether the network seems to learn, however noisy its training loss is. Validation tells it; as
   * long as there is none, the losses of many batches.
   */
  boolean seemsToLearn() {
    return isBelowGuessing(passes.count() == 1 ? LEARNS_AT_ONCE : LEARNS);
  }

  /**
   * Whether the last validation loss is below this fraction of that of guessing and about the best
   * so far, and the training loss has not risen since. Without validation: whether the training
   * loss probably is.
   */
  private boolean isBelowGuessing(double fraction) {
    if (passes.count() == 0) {
      return loss.isProbablyBelow(fraction);
    }
    double last = passes.lastValidation();
    return last < LossCourse.below(guessingInValidation(), fraction)
        && last <= passes.best() + NEAR_BEST * Math.abs(passes.best())
        && Double.isFinite(loss.recent())
        && !hasRisenSinceValidation();
  }

  /**
   * Whether the validation loss falls less and less, from that of guessing on: in the later passes
   * by less than three quarters of what a straight line would fall.
   */
  boolean levelsOutInValidation() {
    int passesSoFar = passes.count();
    if (passesSoFar < 3) {
      return false;
    }
    int middle = passesSoFar / 2;
    double all = guessingInValidation() - passes.lastValidation();
    double late = passes.validation().get(middle) - passes.lastValidation();
    double straight = (double) (passesSoFar - 1 - middle) / passesSoFar;
    return all > 0 && late < LossCourse.LEVEL * straight * all;
  }

  private boolean hasRisenSinceValidation() {
    int end = passes.end();
    double[] before = loss.losses(end - end / passes.count(), end);
    double[] since = loss.losses(end, loss.batches());
    return Statistic.mean(since) > Statistic.mean(before)
        && Statistic.chance(before, since) < LossCourse.CERTAIN;
  }

  /** The index of the last training batch for which anything is known; 0 if there is none. */
  int lastBatch() {
    return Math.max(
        Math.max(0, loss.batches() - 1),
        training.values().stream()
            .flatMap(ImmutableList::stream)
            .filter(series -> series.length() > 0)
            .mapToInt(Series::lastBatch)
            .max()
            .orElse(0));
  }

  LossCourse loss() {
    return loss;
  }

  /** The statistics of training batches; empty if none were recorded. */
  ImmutableList<Series> series(Quantity quantity) {
    return training.getOrDefault(quantity, ImmutableList.of());
  }

  /** The outputs of the modules in training mode. */
  ImmutableList<Series> activations() {
    return without(series(Quantity.ACTIVATIONS));
  }

  /** The gradients of the modules' outputs. */
  ImmutableList<Series> gradients() {
    return series(Quantity.GRADIENTS);
  }

  /** The outputs of the modules in evaluation mode. */
  ImmutableList<Series> validation() {
    return without(validation);
  }

  /** The inputs of the network in training mode, if they were recorded. */
  Optional<Series> input() {
    return Stream.of(Quantity.INPUTS, Quantity.ACTIVATIONS)
        .flatMap(quantity -> series(quantity).stream())
        .filter(s -> s.path().startsWith("(input"))
        .findFirst();
  }

  private static ImmutableList<Series> without(ImmutableList<Series> series) {
    return series.stream()
        .filter(s -> !s.path().equals(INPUT))
        .collect(ImmutableList.toImmutableList());
  }

  /** How the run was set up, as far as it is known. */
  RunSetup setup() {
    return setup;
  }

  Passes passes() {
    return passes;
  }
}
