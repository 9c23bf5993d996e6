package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Converts the complete state of a {@link LayerStats} to numbers and back. */
final class LayerState {
  private LayerState() {}

  static double[] numbers(LayerStats layer) {
    DoubleStream.Builder numbers = DoubleStream.builder();
    numbers.add(layer.bins().count()).add(layer.size()).add((double) layer.watchNanos());
    numbers.add(layer.firstNonFinite().isPresent() ? 1 : 0);
    layer
        .firstNonFinite()
        .ifPresent(
            first ->
                numbers
                    .add(first.place().epoch())
                    .add(first.place().iteration())
                    .add(first.place().training() ? 1 : 0)
                    .add(first.order()));
    List<Distribution> columns = layer.columns();
    List<DeadUnits> dead = layer.deadUnits();
    for (int i = 0; i < columns.size(); i++) {
      add(columns.get(i), numbers);
      numbers.add(dead.get(i).units()).add(dead.get(i).dead().length());
      dead.get(i).dead().forEach(numbers::add);
    }
    columns.forEach(column -> numbers.add((double) column.zeros()));
    columns.forEach(column -> numbers.add(column.stds().least()).add(column.stds().greatest()));
    return numbers.build().toArray();
  }

  private static void add(Distribution column, DoubleStream.Builder numbers) {
    numbers.add((double) column.size()).add(column.mean()).add(column.std());
    numbers.add((double) column.nonFinite());
    numbers.add((double) column.underflow()).add((double) column.overflow());
    column.counts().forEach(numbers::add);
  }

  /** A layer like {@code layer} with the {@code columns} columns restored from {@link #numbers}. */
  static LayerStats restored(LayerStats layer, int columns, double... numbers) {
    int bins = layer.bins().count();
    checkArgument(
        numbers.length > 2 && numbers[0] == bins && numbers[1] == columns,
        "expected %s columns of %s for layer %s, got %s: were its bins others?",
        columns,
        layer.bins(),
        layer.name(),
        numbers.length > 2 ? (int) numbers[1] + " of " + (int) numbers[0] + " bins" : "none");
    LayerStats restored = new LayerStats(layer.name(), layer.label(), layer.bins());
    DoubleBuffer rest = DoubleBuffer.wrap(numbers, 2, numbers.length - 2);
    restored.addNanos((long) rest.get());
    if (rest.get() != 0) {
      Place place = new Place((int) rest.get(), (int) rest.get(), rest.get() != 0);
      restored.note(new NonFinite(place, (int) rest.get()));
    }
    List<Distribution> values = new ArrayList<>();
    List<DeadUnits> dead = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      values.add(distribution(bins, rest));
      dead.add(deadUnits(rest));
    }
    // Older states end here, and later ones after the numbers of zeros.
    for (int i = 0; i < columns && rest.hasRemaining(); i++) {
      values.set(i, values.get(i).withZeros((long) rest.get()));
    }
    for (int i = 0; i < columns && rest.hasRemaining(); i++) {
      values.set(i, values.get(i).withStds(new Extremes(rest.get(), rest.get())));
    }
    for (int i = 0; i < columns; i++) {
      restored.add(values.get(i), dead.get(i));
    }
    return restored;
  }

  private static Distribution distribution(int bins, DoubleBuffer numbers) {
    return new Distribution(
        (long) numbers.get(),
        numbers.get(),
        numbers.get(),
        (long) numbers.get(),
        (long) numbers.get(),
        (long) numbers.get(),
        counts(bins, numbers));
  }

  private static ImmutableLongArray counts(int bins, DoubleBuffer numbers) {
    ImmutableLongArray.Builder counts = ImmutableLongArray.builder(bins);
    for (int i = 0; i < bins; i++) {
      counts.add((long) numbers.get());
    }
    return counts.build();
  }

  private static DeadUnits deadUnits(DoubleBuffer numbers) {
    int units = (int) numbers.get();
    int length = (int) numbers.get();
    ImmutableIntArray.Builder dead = ImmutableIntArray.builder(length);
    for (int i = 0; i < length; i++) {
      dead.add((int) numbers.get());
    }
    return new DeadUnits(units, dead.build());
  }
}
