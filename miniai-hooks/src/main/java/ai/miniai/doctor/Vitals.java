package ai.miniai.doctor;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The data that patterns read of a run: its loss, and series of statistics for each module and
 * parameter, in the order of the network.
 */
final class Vitals {
  /** The name under which the inputs of the network are recorded as activations. */
  static final String INPUT = "(input)";

  private final LossCourse loss;
  private final ImmutableMap<Quantity, ImmutableList<Series>> training;
  private final ImmutableList<Series> validation;
  private final Passes passes;

  /**
   * The mean losses of passes through the data; NaN if there was no such pass.
   *
   * @param count the number of validation passes
   * @param training the mean training loss of the last finished epoch
   * @param validation the validation loss of that epoch
   * @param best the lowest validation loss
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
    if (loss.batches() == 0) {
      return Severity.WARNING;
    }
    if (loss.isLost()) {
      return Severity.SICK;
    }
    return loss.guessingFor() > 0 ? Severity.WARNING : Severity.NOTE;
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
