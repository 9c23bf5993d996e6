package ai.miniai.doctor;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * What the patterns read of a run: its loss, and series of numbers for each module and parameter in
 * the order of the network.
 */
final class Vitals {
  /** The name under which the inputs of the network are recorded among the activations. */
  static final String INPUT = "(input)";

  private final LossCourse loss;
  private final ImmutableMap<Quantity, ImmutableList<Series>> training;
  private final ImmutableList<Series> validation;
  private final Passes passes;

  /**
   * The mean losses of passes through the data; NaN where there was none.
   *
   * @param count how many validation passes there were
   * @param training of the training batches of the last epoch that is over
   * @param validation of the validation pass of that epoch
   * @param best of the best validation pass
   */
  record Passes(int count, double training, double validation, double best) {
    static final Passes NONE = new Passes(0, Double.NaN, Double.NaN, Double.NaN);
  }

  Vitals(
      LossCourse loss,
      ImmutableMap<Quantity, ImmutableList<Series>> training,
      ImmutableList<Series> validation,
      Passes passes) {
    this.loss = loss;
    this.training = training;
    this.validation = validation;
    this.passes = passes;
  }

  /**
   * What the first batches of a run showed.
   *
   * @param batches the number of training batches that are looked at
   * @param planned the number of training batches that the whole run was to have
   */
  static Vitals of(RunRecord record, int batches, int planned) {
    return new VitalsReader(record, batches).read(planned);
  }

  /** The number of training batches of {@code record}: of its losses, or else of its columns. */
  static int batches(RunRecord record) {
    return new VitalsReader(record, Integer.MAX_VALUE).batches();
  }

  /** How bad a sign in the layers is: the loss has the last word, if it is known. */
  Severity severity() {
    if (loss.batches() == 0) {
      return Severity.WARNING;
    }
    if (loss.isLost()) {
      return Severity.SICK;
    }
    return loss.guessingFor() > 0 ? Severity.WARNING : Severity.NOTE;
  }

  /** The number of the last training batch that anything is known of; 0 if there is none. */
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

  /** What was recorded in training batches; empty if nothing was. */
  ImmutableList<Series> series(Quantity quantity) {
    return training.getOrDefault(quantity, ImmutableList.of());
  }

  /** What the modules put out while training. */
  ImmutableList<Series> activations() {
    return without(series(Quantity.ACTIVATIONS));
  }

  /** The gradients with respect to what the modules put out. */
  ImmutableList<Series> gradients() {
    return series(Quantity.GRADIENTS);
  }

  /** What the modules put out while evaluating. */
  ImmutableList<Series> validation() {
    return without(validation);
  }

  /** What went into the network while training, if that was recorded. */
  Optional<Series> input() {
    return series(Quantity.ACTIVATIONS).stream().filter(s -> s.path().equals(INPUT)).findFirst();
  }

  private static ImmutableList<Series> without(ImmutableList<Series> series) {
    return series.stream()
        .filter(s -> !s.path().equals(INPUT))
        .collect(ImmutableList.toImmutableList());
  }

  Passes passes() {
    return passes;
  }
}
