package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class MapDatasetTest {
  private static final List<Map<String, Object>> ITEMS =
      List.of(
          Map.of("name", "a", "x", new float[] {1, 2}, "y", 7),
          Map.of("name", "b", "x", new float[] {3, 4}, "y", 8),
          Map.of("name", "c", "x", new float[] {5, 6}, "y", 9));

  @Test
  void makesBatchesOfColumns() {
    // GIVEN
    DataLoader loader = DataLoader.of(MapDataset.of(ITEMS).columns("y", "x"), 2);
    // WHEN
    Map<String, Tensor> first = loader.iterate().next().named("label", "point");
    // THEN
    assertThat(first.keySet()).containsExactly("label", "point");
    assertThat(first.get("label").toDoubles()).containsExactly(7, 8);
    assertThat(first.get("label").dataType()).isEqualTo(DataType.INT64);
    assertThat(first.get("point").toDoubles()).containsExactly(1, 2, 3, 4);
    assertThat(first.get("point").shape()).containsExactly(2, 2);
  }

  @Test
  void namesTheItemThatLacksAColumn() {
    // GIVEN
    Dataset columns = MapDataset.of(List.of(Map.of("x", 1), Map.of("z", 1))).columns("x");
    // WHEN, THEN
    assertThatThrownBy(() -> columns.get(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 1 has no value for \"x\", only for [z]");
  }

  @Test
  void namesTheColumnThatHoldsNoNumbers() {
    assertThatThrownBy(() -> MapDataset.of(ITEMS).columns("name").get(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"name\" of item 2 is a String: expected a number");
  }

  @Test
  void takesPlainValuesAsArrays() {
    // WHEN
    Sample tuple =
        Sample.tuple(
            1.5, 2.5f, 3, 4L, (byte) 5, true, new double[] {6}, new int[] {7}, new long[] {8});
    // THEN
    assertThat(tuple.arrays())
        .containsExactly(
            new HostArray.Floats(new float[] {1.5f}),
            new HostArray.Floats(new float[] {2.5f}),
            new HostArray.Longs(new long[] {3}),
            new HostArray.Longs(new long[] {4}),
            new HostArray.Longs(new long[] {5}),
            new HostArray.Longs(new long[] {1}),
            new HostArray.Floats(new float[] {6}, 1),
            new HostArray.Longs(new long[] {7}, 1),
            new HostArray.Longs(new long[] {8}, 1));
  }

  @Test
  void collatesMapsToAMapOfTensors() {
    // WHEN
    Map<String, Tensor> batch =
        Collate.maps(
            List.of(
                Map.of("pixels", new HostArray.Floats(new float[] {1, 2}, 1, 2)),
                Map.of("pixels", new HostArray.Floats(new float[] {3, 4}, 1, 2), "more", "text")));
    // THEN
    assertThat(batch.keySet()).containsExactly("pixels");
    assertThat(batch.get("pixels").shape()).containsExactly(2, 1, 2);
    assertThat(batch.get("pixels").toDoubles()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void namesTheRaggedItem() {
    assertThatThrownBy(
            () ->
                Collate.maps(
                    List.of(Map.of("x", new float[2]), Map.of("x", new float[] {1, 2, 3}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "items of one batch differ: item 0 of the batch is [float32 [2]], item 1 is [float32"
                + " [3]]");
  }

  @Test
  void collatesAtLeastOneItem() {
    assertThatThrownBy(() -> Collate.maps(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one item or more, got none");
  }

  @Test
  void wantsANameForEachTensor() {
    assertThatThrownBy(() -> new Batch(List.of(Tensor.zeros(2), Tensor.zeros(2))).named("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a name for each of 2 tensors, got [x]");
  }
}
