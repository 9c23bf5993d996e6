package ai.miniai.recording;

import ai.miniai.histogram.Bins;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import com.google.common.math.LongMath;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reads a layer of a recording. */
final class LayerReader {
  /** The tolerance, in bins, for the positions of bin edges. */
  private static final double NEAR = 1e-3;

  private final JsonInput in;
  private String name = "";
  private String label = "";
  private Bins.Scale scale = Bins.Scale.LINEAR;
  private ImmutableDoubleArray edges = ImmutableDoubleArray.of();
  private ImmutableLongArray sizes = ImmutableLongArray.of();
  private ImmutableDoubleArray means = ImmutableDoubleArray.of();
  private ImmutableDoubleArray stds = ImmutableDoubleArray.of();
  private Optional<ImmutableDoubleArray> leastStds = Optional.empty();
  private Optional<ImmutableDoubleArray> greatestStds = Optional.empty();
  private Optional<ImmutableLongArray> nonFinite = Optional.empty();
  private Optional<ImmutableLongArray> underflow = Optional.empty();
  private Optional<ImmutableLongArray> overflow = Optional.empty();
  private Optional<ImmutableLongArray> zeros = Optional.empty();
  private Optional<ImmutableLongArray> units = Optional.empty();
  private final List<ImmutableLongArray> counts = new ArrayList<>();
  private final List<ImmutableLongArray> dead = new ArrayList<>();
  private Optional<NonFinite> first = Optional.empty();
  private long watchNanos;

  LayerReader(JsonInput in) {
    this.in = in;
  }

  LayerStats read() throws IOException {
    String place = in.place();
    in.object(
        ImmutableMap.<String, JsonInput.Part>builder()
            .put("name", () -> name = in.text())
            .put("label", () -> label = in.text())
            .put("scale", () -> scale = scale())
            .put("binEdges", () -> edges = in.numbers())
            .put("size", () -> sizes = in.counts())
            .put("mean", () -> means = in.numbers())
            .put("std", () -> stds = in.numbers())
            .put("stdMin", () -> leastStds = Optional.of(in.numbers()))
            .put("stdMax", () -> greatestStds = Optional.of(in.numbers()))
            .put("nonFinite", () -> nonFinite = Optional.of(in.counts()))
            .put("underflow", () -> underflow = Optional.of(in.counts()))
            .put("overflow", () -> overflow = Optional.of(in.counts()))
            .put("zeros", () -> zeros = Optional.of(in.knownCounts()))
            .put("counts", () -> in.array(() -> counts.add(in.counts())))
            .put("units", () -> units = Optional.of(in.counts()))
            .put("deadUnits", () -> in.array(() -> dead.add(in.counts())))
            .put("firstNonFinite", () -> first = Optional.of(nonFinite()))
            .put("watchNanos", () -> watchNanos = in.count())
            .buildOrThrow(),
        "name",
        "binEdges",
        "size",
        "mean",
        "std",
        "counts");
    checkLengths(place);
    LayerStats layer = new LayerStats(name, label, bins(place + "/binEdges"));
    for (int i = 0; i < sizes.length(); i++) {
      layer.add(column(i, place, layer.bins()), deadUnits(i, place));
    }
    first.ifPresent(layer::note);
    layer.addNanos(watchNanos);
    return layer;
  }

  private Bins.Scale scale() throws IOException {
    String text = in.text();
    return Arrays.stream(Bins.Scale.values())
        .filter(value -> Ascii.toLowerCase(value.name()).equals(text))
        .findFirst()
        .orElseThrow(() -> in.wrong("linear or octaves", text));
  }

  private NonFinite nonFinite() throws IOException {
    PlaceReader place = new PlaceReader(in);
    int[] order = new int[1];
    in.object(
        place.fields().put("order", () -> order[0] = in.smallCount()).buildOrThrow(),
        PlaceReader.REQUIRED);
    return new NonFinite(place.place(), order[0]);
  }

  private void checkLengths(String place) throws IOException {
    checkLength(place + "/mean", means.length());
    checkLength(place + "/std", stds.length());
    checkLength(place + "/counts", counts.size());
    checkLength(place + "/stdMin", leastStds.orElse(stds).length());
    checkLength(place + "/stdMax", greatestStds.orElse(stds).length());
    checkLength(place + "/nonFinite", length(nonFinite));
    checkLength(place + "/underflow", length(underflow));
    checkLength(place + "/overflow", length(overflow));
    checkLength(place + "/zeros", length(zeros));
    checkLength(place + "/units", length(units));
    checkLength(place + "/deadUnits", units.isPresent() ? dead.size() : sizes.length());
  }

  private int length(Optional<ImmutableLongArray> optional) {
    return optional.map(ImmutableLongArray::length).orElse(sizes.length());
  }

  private void checkLength(String place, int length) throws IOException {
    if (length != sizes.length()) {
      throw in.wrongAt(place, "as many elements as \"size\" has, " + sizes.length(), length);
    }
  }

  private Bins bins(String place) throws IOException {
    int count = edges.length() - 1;
    if (count < 1) {
      throw in.wrongAt(place, "2 or more numbers", edges);
    }
    Bins bins;
    try {
      bins = new Bins(count, edges.get(0), edges.get(count), scale);
    } catch (IllegalArgumentException none) {
      throw in.wrongAt(place, "the edges of bins", none.getMessage());
    }
    for (int i = 0; i < count; i++) {
      double width = bins.edge(i + 1) - bins.edge(i);
      if (!(Math.abs(edges.get(i) - bins.edge(i)) <= NEAR * width)) {
        throw in.wrongAt(
            place + "/" + i, bins.edge(i) + ", as the scale is " + scale, edges.get(i));
      }
    }
    return bins;
  }

  private Distribution column(int i, String place, Bins bins) throws IOException {
    if (counts.get(i).length() != bins.count()) {
      throw in.wrongAt(
          place + "/counts/" + i, bins.count() + " numbers, one a bin", counts.get(i).length());
    }
    Distribution column =
        new Distribution(
            sizes.get(i),
            means.get(i),
            stds.get(i),
            get(nonFinite, i),
            get(underflow, i),
            get(overflow, i),
            counts.get(i),
            zeros.isPresent() ? zeros.get().get(i) : Distribution.UNKNOWN,
            new Extremes(leastStds.orElse(stds).get(i), greatestStds.orElse(stds).get(i)));
    long counted =
        LongStream.concat(
                counts.get(i).stream(),
                LongStream.of(column.nonFinite(), column.underflow(), column.overflow()))
            .reduce(0, LongMath::saturatedAdd);
    if (counted != column.size()) {
      throw in.wrongAt(
          place + "/counts/" + i,
          "counts that together with underflow, overflow and nonFinite make " + column.size(),
          counted);
    }
    if (column.zeros() > column.size() - column.nonFinite()) {
      throw in.wrongAt(
          place + "/zeros/" + i,
          "at most the number of finite values, " + (column.size() - column.nonFinite()),
          column.zeros());
    }
    return column;
  }

  private static long get(Optional<ImmutableLongArray> numbers, int i) {
    return numbers.isPresent() ? numbers.get().get(i) : 0;
  }

  private DeadUnits deadUnits(int i, String place) throws IOException {
    if (units.isEmpty()) {
      return DeadUnits.UNKNOWN;
    }
    try {
      return new DeadUnits(
          Math.toIntExact(units.get().get(i)),
          ImmutableIntArray.copyOf(dead.get(i).stream().mapToInt(Math::toIntExact)));
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw in.wrongAt(place + "/deadUnits/" + i, "numbers of units", wrong.getMessage());
    }
  }
}
