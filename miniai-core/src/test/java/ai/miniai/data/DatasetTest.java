package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.HostArray;
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

  private static Sample sample(int number) {
    return Sample.of(new float[] {number}, new long[] {1}, number);
  }
}
