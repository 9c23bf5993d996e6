package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.data.transform.Transform;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What an item may hold, and what a batch of such items is. */
class SampleValuesTest {
  private static Sample bytes(int pixel, float divisor) {
    byte[] pixels = {(byte) pixel, 0};
    return Sample.of(
        new HostArray.Bytes(pixels, divisor, 1, 1, 2), new HostArray.Longs(new long[] {pixel}));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void stacksBytes(int prefetch) {
    Dataset items = Dataset.of(List.of(bytes(255, 255), bytes(51, 255), bytes(0, 255)));
    Batch batch = DataLoader.of(items, 3).prefetch(prefetch).iterate().next();
    assertThat(batch.x().shape()).containsExactly(3, 1, 1, 2);
    assertThat(batch.x().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(batch.x().toDoubles()).containsExactly(1, 0, 0.2f, 0, 0, 0);
    assertThat(batch.y().toDoubles()).containsExactly(255, 51, 0);
  }

  @Test
  void transformsBytes() {
    Transform negative =
        (images, generator) -> {
          for (int i = 0; i < images.values().length; i++) {
            images.values()[i] = 1 - images.values()[i];
          }
          return images;
        };
    Dataset items = Dataset.of(List.of(bytes(255, 255), bytes(51, 255)));
    assertThat(DataLoader.of(items, 2).transform(negative).iterate().next().x().toDoubles())
        .containsExactly(0, 1, 0.8f, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void namesTheSampleThatDiffersFromTheFirst(int prefetch) {
    Dataset items = Dataset.of(List.of(bytes(1, 255), bytes(1, 255), bytes(1, 1), bytes(1, 255)));
    DataLoader loader = DataLoader.of(items.subset(1, 4), 3).prefetch(prefetch);
    assertThatThrownBy(() -> loader.iterate().next())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "item 0 of batch 0 is sample 0 of the data set, item 1 is sample 1: items of one batch"
                + " differ: item 0 of the batch is [bytes / 255.0 [1, 1, 2], int64 []], item 1 is"
                + " [bytes / 1.0 [1, 1, 2], int64 []]");
  }

  @Test
  void takesNumbersOfAnyKindAndArraysOfThem() {
    Sample sample =
        Sample.tuple(
            (byte) 1,
            (short) 2,
            3,
            4L,
            0.5f,
            0.25,
            true,
            new short[] {5},
            new boolean[] {true},
            new int[][] {{1, 2}, {3, 4}},
            new Double[] {1.0, 2.0},
            new float[2][3][4]);
    assertThat(sample.arrays())
        .containsExactly(
            new HostArray.Longs(new long[] {1}),
            new HostArray.Longs(new long[] {2}),
            new HostArray.Longs(new long[] {3}),
            new HostArray.Longs(new long[] {4}),
            new HostArray.Floats(new float[] {0.5f}),
            new HostArray.Floats(new float[] {0.25f}),
            new HostArray.Longs(new long[] {1}),
            new HostArray.Longs(new long[] {5}, 1),
            new HostArray.Longs(new long[] {1}, 1),
            new HostArray.Longs(new long[] {1, 2, 3, 4}, 2, 2),
            new HostArray.Floats(new float[] {1, 2}, 2),
            new HostArray.Floats(new float[24], 2, 3, 4));
  }

  @Test
  void saysWhichValueIsOfNoUse() {
    assertFails(() -> Sample.tuple(1, null), "value 1 of the item is null: expected a number");
    assertFails(() -> Sample.tuple("a"), "value 0 of the item is a String: expected a number");
    assertFails(() -> Sample.tuple(BigDecimal.ONE), "value 0 of the item is a BigDecimal");
    assertFails(() -> Sample.tuple(List.of(1)), "value 0 of the item is a List");
    assertFails(() -> Sample.tuple(Map.of()), "value 0 of the item is a Map");
    assertFails(() -> Sample.tuple('c'), "value 0 of the item is a Character");
    assertFails(() -> Sample.tuple(new byte[2]), "value 0 of the item is a byte[]: expected");
    assertFails(
        () -> Sample.tuple((Object) new int[][] {{1}, {2, 3}}),
        "value 0 of the item: expected parts of one type and one shape, got [int64 [1]], and"
            + " [int64 [2]] as part 1");
    assertFails(
        () -> Sample.tuple((Object) new Object[] {1, null}),
        "part 1 of value 0 of the item is null");
    assertFails(() -> Sample.tuple((Object) new int[0][]), "value 0 of the item has no parts");
  }

  @Test
  void collatesStructuresWithBytesAndSaysWhereANullIs() {
    // GIVEN
    HostArray pixels = new HostArray.Bytes(new byte[] {51}, 255, 1);
    Map<?, ?> batch =
        (Map<?, ?>) Collate.defaultCollate(List.of(Map.of("x", pixels), Map.of("x", pixels)));
    assertThat(((Tensor) batch.get("x")).toDoubles()).containsExactly(0.2f, 0.2f);
    Map<String, Object> missing = new HashMap<>();
    missing.put("x", null);
    // WHEN, THEN
    assertFails(
        () -> Collate.defaultCollate(List.of(Map.of("x", List.of(1)), Map.of("x", nulls()))),
        "\"x.0\" of item 1 is null: expected a number");
    assertFails(
        () -> Collate.defaultCollate(List.of(Map.of("x", 1), missing)),
        "item 1: expected a map with a value for \"x\"");
    assertFails(
        () -> MapDataset.of(List.of(missing)).columns("x").get(0), "item 0 has no value for \"x\"");
  }

  private static List<Object> nulls() {
    return new ArrayList<>(Arrays.asList((Object) null));
  }

  @Test
  void wantsItemsToStack() {
    assertFails(() -> Collate.stack(List.of()), "expected one item or more, got none");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
