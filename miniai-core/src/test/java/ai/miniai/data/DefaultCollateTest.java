package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class DefaultCollateTest {
  @Test
  void stacksWhatLiesInMapsAndTuplesAndKeepsTheirStructure() {
    // GIVEN items as {"image": [1, 2], "object": {"box": (3, 4.5), "name": "a"}}
    List<?> items = List.of(item(1, "a"), item(2, "b"), item(3, "c"));
    // WHEN
    Map<?, ?> batch = (Map<?, ?>) Collate.defaultCollate(items);
    // THEN
    Map<?, ?> object = (Map<?, ?>) batch.get("object");
    List<?> box = (List<?>) object.get("box");
    assertThat(((Tensor) batch.get("image")).shape()).containsExactly(3, 2);
    assertThat(((Tensor) batch.get("image")).toDoubles()).containsExactly(1, 1, 2, 2, 3, 3);
    assertThat(((Tensor) box.get(0)).toDoubles()).containsExactly(10, 20, 30);
    assertThat(((Tensor) box.get(0)).dataType()).isEqualTo(DataType.INT64);
    assertThat(((Tensor) box.get(1)).toDoubles()).containsExactly(0.5, 1, 1.5);
    assertThat(object.get("name")).isEqualTo(List.of("a", "b", "c"));
  }

  private static Map<String, ?> item(int n, String name) {
    return Map.of(
        "image",
        new float[] {n, n},
        "object",
        Map.of("box", List.of(10 * n, n / 2.0), "name", name));
  }

  @Test
  void stacksBareValues() {
    assertThat(((Tensor) Collate.defaultCollate(List.of(1, 2))).toDoubles()).containsExactly(1, 2);
  }

  @Test
  void saysWhereANameIsMissing() {
    assertFails(
        List.of(Map.of("a", Map.of("b", 1)), Map.of("a", Map.of("c", 1))),
        "\"a\" of item 1: expected a map with a value for \"b\", as in item 0, got one for [c]");
    assertFails(
        List.of(Map.of("a", 1), 2),
        "item 1: expected a map with a value for \"a\", as in item 0, got type Integer");
  }

  @Test
  void saysWhereATupleHasAnotherLength() {
    assertFails(
        List.of(List.of(1, List.of(2, 3)), List.of(1, List.of(2))),
        "\"1\" of item 1: expected a list of 2, as in item 0, got one of 1");
    assertFails(
        List.of(List.of(1), 2), "item 1: expected a list of 1, as in item 0, got type Integer");
  }

  @Test
  void saysWhereShapesOrTypesDiffer() {
    assertFails(
        List.of(Map.of("a", List.of(new float[2])), Map.of("a", List.of(new float[3]))),
        "\"a.0\": items of one batch differ: item 0 of the batch is [float32 [2]], item 1 is");
    assertFails(List.of(1, 2.5), "items of one batch differ: item 0 of the batch is [int64 []]");
  }

  @Test
  void saysWhatIsNoValue() {
    assertFails(
        List.of(Map.of("a", 1), Map.of("a", "b")),
        "\"a\" of item 1 is a String: expected a number");
  }

  @Test
  void wantsAnItem() {
    assertFails(List.of(), "expected one item or more, got none");
  }

  private static void assertFails(List<?> items, String message) {
    assertThatThrownBy(() -> Collate.defaultCollate(items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
