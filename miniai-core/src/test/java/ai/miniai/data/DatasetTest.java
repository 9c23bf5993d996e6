package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.HostArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private final Dataset numbers =
      Dataset.of(IntStream.range(0, 5).mapToObj(DatasetTest::sample).toList());

  @Test
  void givesItsItems() {
    assertThat(numbers.size()).isEqualTo(5);
    assertThat(numbers.get(3)).isEqualTo(sample(3));
  }

  @Test
  void numbersASubsetFromZero() {
    // WHEN
    Dataset subset = numbers.subset(1, 4);
    // THEN
    assertThat(subset.size()).isEqualTo(3);
    assertThat(subset.get(0)).isEqualTo(sample(1));
    assertThat(subset.get(2)).isEqualTo(sample(3));
  }

  @Test
  void picksItemsInTheOrderOfTheirIndices() {
    // WHEN
    Dataset picked = numbers.subset(ImmutableIntArray.of(4, 0, 4));
    // THEN
    assertThat(picked.size()).isEqualTo(3);
    assertThat(picked.get(0)).isEqualTo(sample(4));
    assertThat(picked.get(1)).isEqualTo(sample(0));
    assertThat(picked.get(2)).isEqualTo(sample(4));
    assertThat(numbers.subset(ImmutableIntArray.of()).size()).isZero();
  }

  @Test
  void saysWhichIndexCannotBePicked() {
    assertThatThrownBy(() -> numbers.subset(ImmutableIntArray.of(0, 5)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index of a chosen sample (5) must be less than size (5)");
    assertThatThrownBy(() -> numbers.subset(ImmutableIntArray.of(1)).get(1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index of the sample (1) must be less than size (1)");
  }

  @Test
  void changesItemsOnTheirWayOut() {
    // WHEN
    Dataset changed = numbers.map(sample -> sample(7));
    // THEN
    assertThat(changed.size()).isEqualTo(5);
    assertThat(changed.get(2)).isEqualTo(sample(7));
  }

  @Test
  void namesIndexAndSizeOfAnItemThatIsNotThere() {
    assertThatThrownBy(() -> numbers.get(5))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index of the sample (5) must be less than size (5)");
  }

  @Test
  void doesNotLetASubsetReachItsNeighbours() {
    // GIVEN
    Dataset subset = numbers.subset(1, 4);
    // WHEN, THEN
    assertThatThrownBy(() -> subset.get(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index of the sample (3) must be less than size (3)");
  }

  @Test
  void refusesASubsetOutsideItself() {
    assertThatThrownBy(() -> numbers.subset(2, 6))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("6")
        .hasMessageContaining("5");
  }

  @Test
  void keepsASampleAsItWasMade() {
    // WHEN
    Sample sample = Sample.of(new float[] {1, 2}, new long[] {1, 2}, 4);
    // THEN
    assertThat(sample.arrays())
        .isEqualTo(
            List.of(
                new HostArray.Floats(new float[] {1, 2}, 1, 2),
                new HostArray.Longs(new long[] {4})));
  }

  @Test
  void knowsTheLabelOfASample() {
    assertThat(sample(4).label()).isEqualTo(4);
    assertThat(Sample.tuple(1f, new float[2], 7).label()).isEqualTo(7);
  }

  @Test
  void saysWhatASampleWithoutLabelHasInstead() {
    assertThatThrownBy(() -> Sample.tuple(new float[2], 0.5f).label())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the item has no class label, a single whole number after its inputs: it is"
                + " [float32 [2], float32 []]");
    assertThatThrownBy(() -> Sample.tuple(new float[2], new long[2]).label())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Sample.tuple(3).label()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Sample.of().label()).isInstanceOf(IllegalStateException.class);
  }

  private static Sample sample(int number) {
    return Sample.of(new float[] {number}, new long[] {1}, number);
  }
}
