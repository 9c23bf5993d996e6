package ai.miniai.doctor;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.Quantity;
import ai.miniai.setup.RunSetup;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Makes up runs with known signs: ten classes, one column for each batch. */
final class VitalsBuilder {
  private static final long SIZE = 1000;

  private final int batches;
  private int planned;
  private final Map<Quantity, List<Series>> training = new EnumMap<>(Quantity.class);
  private final List<Series> validation = new ArrayList<>();
  private ImmutableDoubleArray losses;
  private ImmutableDoubleArray guesses = ImmutableDoubleArray.of();
  private Vitals.Passes passes = Vitals.Passes.NONE;
  private RunSetup setup = RunSetup.UNKNOWN;

  /** A run that learns well. */
  VitalsBuilder(int batches) {
    this.batches = batches;
    planned = batches;
    loss(batch -> 0.5 + 1.8 * Math.exp(-batch / 10.0));
  }

  VitalsBuilder loss(IntToDoubleFunction ofBatch) {
    losses = ImmutableDoubleArray.copyOf(IntStream.range(0, batches).mapToDouble(ofBatch));
    return this;
  }

  /** A run that guesses from beginning to end. */
  VitalsBuilder guessing() {
    return loss(batch -> Math.log(10));
  }

  VitalsBuilder layer(String path, IntToDoubleFunction std) {
    return series(Quantity.ACTIVATIONS, path, batch -> 0, std);
  }

  VitalsBuilder series(
      Quantity quantity, String path, IntToDoubleFunction mean, IntToDoubleFunction std) {
    return add(
        quantity,
        path,
        IntStream.range(0, batches)
            .mapToObj(batch -> values(mean.applyAsDouble(batch), std.applyAsDouble(batch), 0))
            .toList(),
        batch -> 0);
  }

  VitalsBuilder dead(String path, double share) {
    return add(
        Quantity.ACTIVATIONS,
        path,
        IntStream.range(0, batches).mapToObj(batch -> values(0, 1, 0)).toList(),
        batch -> share);
  }

  VitalsBuilder nonFiniteFrom(int first, Quantity quantity, String path) {
    return add(
        quantity,
        path,
        IntStream.range(0, batches).mapToObj(batch -> values(0, 1, batch < first ? 0 : 3)).toList(),
        batch -> 0);
  }

  VitalsBuilder idle(String path) {
    return add(
        Quantity.ACTIVATIONS,
        path,
        IntStream.range(0, batches).mapToObj(batch -> nothing()).toList(),
        batch -> Double.NaN);
  }

  /** A layer with these values in each batch. */
  VitalsBuilder distributions(Quantity quantity, String path, IntFunction<Distribution> ofBatch) {
    return add(quantity, path, IntStream.range(0, batches).mapToObj(ofBatch).toList(), b -> 0);
  }

  private VitalsBuilder add(
      Quantity quantity, String path, List<Distribution> columns, IntToDoubleFunction dead) {
    training
        .computeIfAbsent(quantity, q -> new ArrayList<>())
        .add(new Series(path, Bins.DEFAULT, numbers(), ImmutableList.copyOf(columns), dead));
    return this;
  }

  /** Epochs are over, with this training loss and these validation losses. */
  VitalsBuilder passes(double trainingLoss, double... validationLosses) {
    return passesUntil(batches, trainingLoss, validationLosses);
  }

  /** The same, if so many batches had been trained at the end of the last epoch. */
  VitalsBuilder passesUntil(int end, double trainingLoss, double... validationLosses) {
    passes =
        new Vitals.Passes(
            Collections.nCopies(validationLosses.length, trainingLoss),
            Doubles.asList(validationLosses),
            Double.NaN,
            end);
    return this;
  }

  /** The losses of guessing for the same batches. */
  VitalsBuilder guesses(IntToDoubleFunction ofBatch) {
    guesses = ImmutableDoubleArray.copyOf(IntStream.range(0, batches).mapToDouble(ofBatch));
    return this;
  }

  /** The run is to have more batches than these. */
  VitalsBuilder planned(int all) {
    planned = all;
    return this;
  }

  VitalsBuilder setup(RunSetup known) {
    setup = known;
    return this;
  }

  VitalsBuilder validation(String path, double std) {
    return validation(path, batches, std);
  }

  /** A column of a layer in the pass after so many training batches, behind those that it has. */
  VitalsBuilder validation(String path, int after, double std) {
    ImmutableIntArray.Builder passes = ImmutableIntArray.builder();
    ImmutableList.Builder<Distribution> columns = ImmutableList.builder();
    validation.stream()
        .filter(series -> series.path().equals(path))
        .forEach(
            series -> {
              passes.addAll(series.batches());
              columns.addAll(series.columns());
            });
    validation.removeIf(series -> series.path().equals(path));
    passes.add(after);
    columns.add(values(0, std, 0));
    validation.add(new Series(path, Bins.DEFAULT, passes.build(), columns.build(), b -> 0));
    return this;
  }

  private ImmutableIntArray numbers() {
    return ImmutableIntArray.copyOf(IntStream.range(0, batches));
  }

  private static Distribution values(double mean, double std, long nonFinite) {
    long[] counts = new long[Bins.DEFAULT.count()];
    int bin = (int) (5 * Math.hypot(mean, std));
    boolean past = bin >= counts.length;
    counts[past ? 0 : bin] = past ? 0 : SIZE;
    return new Distribution(
        SIZE, mean, std, nonFinite, 0, past ? SIZE : 0, ImmutableLongArray.copyOf(counts));
  }

  private static Distribution nothing() {
    return new Distribution(0, Double.NaN, Double.NaN, 0, 0, 0, ImmutableLongArray.of());
  }

  Vitals build() {
    ImmutableMap.Builder<Quantity, ImmutableList<Series>> all = ImmutableMap.builder();
    training.forEach((quantity, series) -> all.put(quantity, ImmutableList.copyOf(series)));
    return new Vitals(
        new LossCourse(losses, guesses, Math.log(10), planned),
        all.buildOrThrow(),
        ImmutableList.copyOf(validation),
        passes,
        setup);
  }
}
