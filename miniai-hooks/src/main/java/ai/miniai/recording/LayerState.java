package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import java.nio.DoubleBuffer;
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
      numbers.add((double) columns.get(i).size());
      columns.get(i).numbers().forEach(numbers::add);
      numbers.add(dead.get(i).units()).add(dead.get(i).dead().length());
      dead.get(i).dead().forEach(numbers::add);
    }
    return numbers.build().toArray();
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
    LayerStats restored = new LayerStats(layer.name(), layer.bins());
    DoubleBuffer rest = DoubleBuffer.wrap(numbers, 2, numbers.length - 2);
    restored.addNanos((long) rest.get());
    if (rest.get() != 0) {
      Place place = new Place((int) rest.get(), (int) rest.get(), rest.get() != 0);
      restored.note(new NonFinite(place, (int) rest.get()));
    }
    for (int i = 0; i < columns; i++) {
      long size = (long) rest.get();
      double[] each = new double[Distribution.NOT_COUNTS + bins];
      rest.get(each);
      restored.add(Distribution.of(size, each), deadUnits(rest));
    }
    return restored;
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
