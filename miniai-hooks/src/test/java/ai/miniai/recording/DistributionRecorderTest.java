package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DistributionRecorderTest {
  private final DistributionRecorder recorder = new DistributionRecorder(Quantity.ACTIVATIONS);

  private static Tensor tensor(double... values) {
    return Tensor.of(values, values.length);
  }

  private static Place training(int iteration) {
    return new Place(0, iteration, true);
  }

  // ---------------------------------------------------------------- columns

  @Test
  void poolsWhatIsAddedInABatch() {
    // GIVEN
    recorder.beginColumn(training(0));
    // WHEN
    recorder.add("a", tensor(1, 2));
    recorder.add("a", tensor(6));
    // THEN
    LayerStats a = recorder.recording().layer("a");
    assertThat(a.means()).containsExactly(3);
    assertThat(a.stds()[0]).isCloseTo(Math.sqrt(7), within(1e-12));
    assertThat(a.last().size()).isEqualTo(3);
  }

  @Test
  void hasAnEmptyColumnForABatchOfWhichNothingWasAdded() {
    // GIVEN
    recorder.beginColumn(training(0));
    recorder.beginColumn(training(1));
    // WHEN
    recorder.add("a", tensor(1, 2));
    // THEN
    LayerStats a = recorder.recording().layer("a");
    assertThat(a.means()).containsExactly(Double.NaN, 1.5);
    assertThat(a.nearZero(1)[0]).isNaN();
    assertThat(a.columns().get(0).size()).isZero();
    assertThat(a.columns().get(0).counts().length()).isEqualTo(50);
  }

  // ---------------------------------------------------------------- the order of layers

  private static List<String> names(DistributionRecorder of) {
    return of.layers().stream().map(LayerStats::name).toList();
  }

  @Test
  void hasActivationsInTheOrderInWhichLayersRanFirst() {
    // GIVEN
    recorder.begin(List.of("head", "never", "body", "late"));
    recorder.beginColumn(training(0));
    recorder.add("body", tensor(1));
    recorder.add("head", tensor(1));
    recorder.beginColumn(training(1));
    // WHEN a later batch runs in another order
    recorder.add("late", tensor(1));
    recorder.add("head", tensor(1));
    // THEN
    assertThat(names(recorder)).containsExactly("body", "head", "late", "never");
    recorder.begin(List.of("head", "body"));
    assertThat(names(recorder)).containsExactly("head", "body");
  }

  @Test
  void keepsTheOrderOfAllOtherQuantities() {
    // GIVEN
    DistributionRecorder parameters = new DistributionRecorder(Quantity.PARAMETERS);
    parameters.begin(List.of("weight", "bias"));
    // WHEN
    parameters.beginColumn(training(0));
    parameters.add("bias", tensor(1));
    // THEN
    assertThat(names(parameters)).containsExactly("weight", "bias");
  }

  @Test
  void putsLayersThatRanOnlyInTheCombinedPartAfterItsOwn() {
    // GIVEN
    DistributionRecorder part = new DistributionRecorder(Quantity.ACTIVATIONS);
    part.begin(List.of("never", "b", "a"));
    part.beginColumn(training(0));
    part.add("a", tensor(1));
    part.add("b", tensor(1));
    recorder.beginColumn(training(0));
    recorder.add("b", tensor(1));
    // WHEN
    recorder.combine(part);
    // THEN
    assertThat(names(recorder)).containsExactly("b", "a", "never");
  }

  @Test
  void restoresTheOrder() {
    // GIVEN
    recorder.begin(List.of("never", "b", "a"));
    recorder.beginColumn(training(0));
    recorder.add("b", tensor(1));
    recorder.add("a", tensor(1));
    DistributionRecorder restored = new DistributionRecorder(Quantity.ACTIVATIONS);
    // WHEN
    restored.loadStateDict(new TreeMap<>(recorder.stateDict()));
    // THEN
    assertThat(names(restored)).containsExactly("b", "a", "never");
  }

  @Test
  void takesUpAStateThatKnowsNeitherOrderNorZeros() {
    // GIVEN the state of an older version: without the order, and three numbers less per column
    recorder.beginColumn(training(0));
    recorder.add("b", tensor(0, 1));
    recorder.add("a", tensor(0, 2));
    Map<String, Tensor> older = new TreeMap<>(recorder.stateDict());
    older.remove("order");
    older.replaceAll(
        (name, values) ->
            name.startsWith("layer.") ? values.slice(0, 0, values.length() - 3) : values);
    // WHEN
    DistributionRecorder restored = new DistributionRecorder(Quantity.ACTIVATIONS);
    restored.loadStateDict(older);
    restored.beginColumn(training(1));
    restored.add("b", tensor(0, 0));
    // THEN
    assertThat(names(restored)).containsExactly("b", "a");
    assertThat(restored.recording().layer("b").columns())
        .extracting(Distribution::zeros)
        .containsExactly(-1L, 2L);
    assertThat(restored.recording().layer("b").means()).containsExactly(0.5, 0);
  }

  // ---------------------------------------------------------------- what stands out

  /** 64 batches of deviation √2, but for one, in four columns. */
  private void recordASpike() {
    recorder.atMost(4);
    for (int i = 0; i < 64; i++) {
      recorder.beginColumn(training(i));
      recorder.add("a", i == 21 ? tensor(-50, 50) : tensor(-1, 1));
    }
  }

  @Test
  void aSingleTensorThatStandsOutShowsInAColumnOfMany() {
    // WHEN
    recordASpike();
    // THEN
    List<Distribution> columns = recorder.recording().layer("a").columns();
    assertThat(columns).hasSize(4);
    assertThat(columns.get(1).stds().greatest()).isCloseTo(50 * Math.sqrt(2), within(1e-9));
    assertThat(columns.get(1).stds().least()).isCloseTo(Math.sqrt(2), within(1e-9));
    assertThat(columns.get(2).stds().greatest()).isCloseTo(Math.sqrt(2), within(1e-9));
  }

  @Test
  void restoresWhatStoodOut() {
    // GIVEN
    recordASpike();
    // WHEN
    DistributionRecorder restored = new DistributionRecorder(Quantity.ACTIVATIONS);
    restored.loadStateDict(recorder.stateDict());
    // THEN
    assertThat(restored.recording().layer("a").columns())
        .isEqualTo(recorder.recording().layer("a").columns());
  }

  @Test
  void tensorsThatAreNotFiniteHaveNoExtremes() {
    // GIVEN
    recorder.beginColumn(training(0));
    recorder.add("a", tensor(Double.NaN, 1));
    // WHEN
    recorder.add("a", tensor(-1, 1));
    // THEN
    double std = Math.sqrt(2);
    assertThat(recorder.recording().layer("a").last().stds()).isEqualTo(new Extremes(std, std));
  }

  // ---------------------------------------------------------------- what layers are

  @Test
  void layersAndTheirNamedOutputsSayWhatTheyAre() {
    // GIVEN
    recorder.label("0", "Conv2d 1→8").label("1", "LSTM 8→4").begin(List.of("0"));
    recorder.beginColumn(training(0));
    // WHEN
    recorder.add("1.hidden", tensor(1));
    recorder.add("2", tensor(1));
    // THEN
    assertThat(recorder.recording().layers())
        .extracting(LayerStats::title)
        .containsExactly("1.hidden LSTM 8→4", "2", "0 Conv2d 1→8");
  }

  @Test
  void restoresTheNumbersOfZeros() {
    // GIVEN
    recorder.beginColumn(training(0));
    recorder.add("a", tensor(0, -0.0, 3));
    // WHEN
    DistributionRecorder restored = new DistributionRecorder(Quantity.ACTIVATIONS);
    restored.loadStateDict(recorder.stateDict());
    // THEN
    assertThat(restored.recording().layer("a").last())
        .isEqualTo(recorder.recording().layer("a").last());
    assertThat(restored.recording().layer("a").last().zeros()).isEqualTo(2);
  }

  // ---------------------------------------------------------------- reading and refusing

  @Test
  void isReadWithAllElseOfTheBatch() {
    // GIVEN
    long before = Host.reads();
    // WHEN
    try (MemoryScope step = MemoryScope.open()) {
      recorder.beginColumn(training(0));
      recorder.add("a", tensor(1, 2));
      recorder.add("a", tensor(1, 2));
      recorder.add("b", tensor(3));
      assertThat(Host.later(tensor(4)).item()).isEqualTo(4);
    }
    recorder.layers().forEach(LayerStats::means);
    // THEN
    assertThat(Host.reads() - before).isEqualTo(1);
  }

  @Test
  void wantsABatchToBegin() {
    assertThatThrownBy(() -> recorder.add("a", tensor(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no batch has begun: call beginColumn first");
  }

  @Test
  void doesNotCombineWithAnotherHistogram() {
    DistributionRecorder other = new DistributionRecorder(Quantity.ACTIVATIONS, new Bins(2, 0, 1));
    assertThatThrownBy(() -> recorder.combine(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a recorder of activations in Bins[count=50")
        .hasMessageContaining("does not combine with one of activations in Bins[count=2");
  }
}
