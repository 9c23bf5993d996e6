package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is recorded in whatever order and parts: the result is that of the whole. */
class DistributionRecorderLawsTest {
  private static final int LIMIT = 5;

  /** Some values of one layer in one batch. */
  record Added(Place place, double... values) {}

  @Provide
  Arbitrary<List<Added>> batches() {
    Arbitrary<Place> places =
        Combinators.combine(
                Arbitraries.integers().between(0, 9),
                Arbitraries.integers().between(0, 30),
                Arbitraries.of(true, false))
            .as(Place::new);
    Arbitrary<double[]> values =
        Arbitraries.doubles().between(-4, 4).array(double[].class).ofMinSize(1).ofMaxSize(6);
    return Combinators.combine(places, values).as(Added::new).list().ofMaxSize(25);
  }

  private static DistributionRecorder recorder(int limit, List<Added> batches) {
    Bins bins = new Bins(4, 0.5, 3);
    DistributionRecorder recorder =
        new DistributionRecorder(Quantity.ACTIVATIONS, bins).atMost(limit);
    recorder.begin(List.of("a"));
    for (Added added : batches) {
      recorder.beginColumn(added.place());
      recorder.add("a", Tensor.of(added.values(), added.values().length));
    }
    return recorder;
  }

  private static DistributionRecorder recorder(List<Added> batches) {
    return recorder(LIMIT, batches);
  }

  private static void assertSame(DistributionRecorder actual, DistributionRecorder expected) {
    assertThat(actual.recording().columns()).isEqualTo(expected.recording().columns());
    List<Distribution> columns = actual.layers().get(0).columns();
    IntStream.range(0, columns.size())
        .forEach(
            i ->
                DistributionTest.assertClose(
                    columns.get(i), expected.layers().get(0).columns().get(i)));
  }

  @Property(tries = 100)
  void combiningIsCommutative(@ForAll("batches") List<Added> a, @ForAll("batches") List<Added> b) {
    assertSame(recorder(a).combine(recorder(b)), recorder(b).combine(recorder(a)));
  }

  @Property(tries = 100)
  void combiningIsAssociative(
      @ForAll("batches") List<Added> a,
      @ForAll("batches") List<Added> b,
      @ForAll("batches") List<Added> c) {
    assertSame(
        recorder(a).combine(recorder(b)).combine(recorder(c)),
        recorder(a).combine(recorder(b).combine(recorder(c))));
  }

  @Property(tries = 100)
  void partsGiveTheWhole(@ForAll("batches") List<Added> a, @ForAll("batches") List<Added> b) {
    List<Added> all = java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    assertSame(recorder(a).combine(recorder(b)), recorder(all));
  }

  @Property(tries = 100)
  void mergedColumnsAreThoseOfTheUnmergedRecordingPooled(@ForAll("batches") List<Added> batches) {
    // GIVEN everything, in one column for each batch
    DistributionRecorder truth = recorder(1000, batches);
    List<Recording.Column> places = truth.recording().columns();
    List<Distribution> columns = truth.layers().get(0).columns();
    // WHEN
    DistributionRecorder merged = recorder(batches);
    List<Recording.Column> kept = merged.recording().columns();
    // THEN each column is the pool of those before the next one in its mode
    assertThat(kept).hasSizeLessThanOrEqualTo(LIMIT);
    for (int i = 0; i < kept.size(); i++) {
      Recording.Column column = kept.get(i);
      List<Integer> inside =
          IntStream.range(0, places.size())
              .filter(p -> column.equals(columnOf(places.get(p), kept)))
              .boxed()
              .toList();
      Distribution pooled =
          inside.stream().map(columns::get).reduce(Distribution::combine).orElseThrow();
      DistributionTest.assertClose(merged.layers().get(0).columns().get(i), pooled);
      assertThat(column.batches())
          .isEqualTo(inside.stream().mapToInt(p -> places.get(p).batches()).sum());
    }
  }

  /** The last of {@code kept} in the same mode that begins at or before {@code batch}. */
  private static Recording.Column columnOf(Recording.Column batch, List<Recording.Column> kept) {
    return kept.stream()
        .filter(column -> column.training() == batch.training())
        .filter(column -> column.place().compareTo(batch.place()) <= 0)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Property(tries = 100)
  void noValueAndNoBatchIsLost(@ForAll("batches") List<Added> batches) {
    DistributionRecorder recorder = recorder(batches);
    LongStream sizes = recorder.layers().get(0).columns().stream().mapToLong(Distribution::size);
    assertThat(sizes.sum()).isEqualTo(batches.stream().mapToLong(b -> b.values().length).sum());
    assertThat(recorder.recording().columns().stream().mapToInt(Recording.Column::batches).sum())
        .isEqualTo(batches.size());
  }
}
