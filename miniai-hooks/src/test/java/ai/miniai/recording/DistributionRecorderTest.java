package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
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
