package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.HostArray;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollateTest {
  @Test
  void stacksEachArrayOfTheItems() {
    // GIVEN
    Sample first = Sample.of(new float[] {1, 2}, new long[] {1, 2}, 7);
    Sample second = Sample.of(new float[] {3, 4}, new long[] {1, 2}, 8);
    // WHEN
    List<HostArray> stacked = Collate.stack(List.of(first, second));
    // THEN
    assertThat(stacked)
        .containsExactly(
            new HostArray.Floats(new float[] {1, 2, 3, 4}, 2, 1, 2),
            new HostArray.Longs(new long[] {7, 8}, 2));
  }

  @Test
  void namesTheItemWhoseShapeDiffers() {
    // GIVEN
    Sample first = Sample.of(new float[] {1, 2}, new long[] {1, 2}, 7);
    Sample other = Sample.of(new float[] {3, 4}, new long[] {2, 1}, 8);
    // WHEN, THEN
    assertThatThrownBy(() -> Collate.stack(List.of(first, first, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "items of one batch differ: item 0 of the batch is [float32 [1, 2], int64 []],"
                + " item 2 is [float32 [2, 1], int64 []]");
  }

  @Test
  void namesTheItemWithFewerArrays() {
    // GIVEN
    Sample first = Sample.of(new float[] {1, 2}, new long[] {1, 2}, 7);
    Sample other = Sample.of(new HostArray.Floats(new float[] {3, 4}, 1, 2));
    // WHEN, THEN
    assertThatThrownBy(() -> Collate.stack(List.of(first, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item 1 is [float32 [1, 2]]");
  }
}
