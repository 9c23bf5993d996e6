package ai.miniai.doctor;

import ai.miniai.hooks.LayerStats;
import ai.miniai.hooks.Quantity;
import ai.miniai.hooks.Recording;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the patterns read of a run: its loss, and series of numbers for each module and parameter in
 * the order of the network.
 */
public final class Vitals {
  /** The name under which the inputs of the network are recorded among the activations. */
  static final String INPUT = "(input)";

  private final LossCourse loss;
  private final ImmutableMap<Quantity, ImmutableList<Series>> training;
  private final ImmutableList<Series> validation;
  private final ImmutableMap<String, String> types;
  private final Passes lastPasses;

  /** The mean losses of the last epoch's two passes; NaN where there was none. */
  record Passes(double training, double validation) {}

  Vitals(
      LossCourse loss,
      ImmutableMap<Quantity, ImmutableList<Series>> training,
      ImmutableList<Series> validation,
      ImmutableMap<String, String> types,
      Passes lastPasses) {
    this.loss = loss;
    this.training = training;
    this.validation = validation;
    this.types = types;
    this.lastPasses = lastPasses;
  }

  /** How bad a sign in the layers is, if the loss has the last word. */
  Severity severity() {
    if (loss.isStuck()) {
      return Severity.SICK;
    }
    return loss.guessingFor() > 0 ? Severity.WARNING : Severity.NOTE;
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

  /** The type of the module at {@code path}, such as "Tanh"; empty if unknown. */
  String type(String path) {
    return types.getOrDefault(path, "");
  }

  Passes lastPasses() {
    return lastPasses;
  }

  /** The columns of {@code recording} of one mode, with the number of each one's first batch. */
  static ImmutableList<Series> series(Recording recording, boolean training, int batchesPerEpoch) {
    ImmutableList<Recording.Column> columns = recording.columns();
    ImmutableIntArray where =
        ImmutableIntArray.copyOf(
            IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).training() == training));
    ImmutableIntArray batches =
        ImmutableIntArray.copyOf(
            where.stream().map(i -> columns.get(i).epoch() * batchesPerEpoch + columns.get(i).iteration()));
    return recording.layers().stream()
        .map((LayerStats layer) -> Series.of(layer, where, batches))
        .collect(ImmutableList.toImmutableList());
  }
}
