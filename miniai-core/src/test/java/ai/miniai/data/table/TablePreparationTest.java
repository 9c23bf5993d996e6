package ai.miniai.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.data.Collate;
import ai.miniai.data.DataLoader;
import ai.miniai.data.Sample;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class TablePreparationTest {
  private static final TableColumns COLUMNS =
      new TableColumns(List.of("a", "b"), List.of("c")).predictClass("y");

  private static Map<String, Object> row(Object a, Object b, Object c, Object y) {
    Map<String, Object> row = new HashMap<>();
    row.put("a", a);
    row.put("b", b);
    row.put("c", c);
    row.put("y", y);
    return row;
  }

  private final Table training =
      Table.of(
          List.of(
              row(1, 5, "red", "yes"),
              row(null, 5, "blue", "no"),
              row(3, 5, null, "no"),
              row(8, 5, "red", "maybe")),
          COLUMNS);
  private final TablePreparation preparation = TablePreparation.fit(training);

  private static List<HostArray> all(TableDataset items) {
    return items.stack(IntStream.range(0, items.size()).toArray());
  }

  private static float[] numbers(TableDataset items) {
    return (float[]) all(items).get(0).values();
  }

  private static long[] categories(TableDataset items) {
    return (long[]) all(items).get(1).values();
  }

  // ---------------------------------------------------------------- what is prepared how

  @Test
  void numbersAreNormalisedAfterMissingOnesWereFilledWithTheMedian() {
    // GIVEN a is 1, 3 (the median of 1, 3, 8), 3, 8, with mean 3.75; b is always 5
    double std = Math.sqrt((2.75 * 2.75 + 2 * 0.75 * 0.75 + 4.25 * 4.25) / 4);
    // WHEN
    float[] numbers = numbers(preparation.apply(training));
    // THEN
    float[] a = {numbers[0], numbers[2], numbers[4], numbers[6]};
    float[] expected = {
      (float) (-2.75 / std), (float) (-0.75 / std), (float) (-0.75 / std), (float) (4.25 / std)
    };
    assertThat(a).containsExactly(expected, offset(1e-6f));
    assertThat(new float[] {numbers[1], numbers[3], numbers[5], numbers[7]}).containsOnly(0);
  }

  @Test
  void categoriesAreNumberedInTheOrderOfTheirNamesAndAnIndicatorTellsOfMissingNumbers() {
    assertThat(categories(preparation.apply(training))).containsExactly(2, 0, 1, 1, 0, 0, 2, 0);
    assertThat(preparation.numbers()).isEqualTo(2);
    assertThat(preparation.categorySizes()).containsExactly(3, 2);
  }

  @Test
  void classesAreNumberedInTheOrderOfTheirNames() {
    assertThat(preparation.classes()).containsExactly("maybe", "no", "yes");
    assertThat(all(preparation.apply(training)).get(2))
        .isEqualTo(new HostArray.Longs(new long[] {2, 1, 1, 0}, 4));
  }

  @Test
  void aTargetThatIsANumberIsNotChanged() {
    // GIVEN
    TableColumns columns = new TableColumns(List.of("a"), List.of("c")).predictNumber("b");
    Table table = Table.of(List.of(row(1, 5.5, "x", 0), row(2, -1, "x", 0)), columns);
    // WHEN
    TablePreparation fitted = TablePreparation.fit(table);
    // THEN
    assertThat(all(fitted.apply(table)).get(2))
        .isEqualTo(new HostArray.Floats(new float[] {5.5f, -1}, 2, 1));
    assertThat(fitted.classes()).isEmpty();
    assertThat(fitted.columns()).isEqualTo(columns);
  }

  @Test
  void newRowsAreSeenWithWhatWasLearned() {
    // GIVEN an unknown category, and a missing number where none was missing before
    Table rows =
        Table.of(
            List.of(row(8, null, "green", null), row(null, 6, "blue", null)),
            preparation.columns().withoutTarget());
    // WHEN
    TableDataset items = preparation.apply(rows);
    // THEN
    assertThat(categories(items)).containsExactly(0, 0, 1, 1);
    float[] numbers = numbers(items);
    assertThat(numbers[0]).isEqualTo(numbers(preparation.apply(training))[6]);
    assertThat(new float[] {numbers[1], numbers[3]}).containsExactly(0, 1);
    assertThat(all(items)).hasSize(2);
  }

  @Test
  void textsOfOtherRowsAreNoCategories() {
    // GIVEN the rows without "blue"
    TablePreparation fitted = TablePreparation.fit(training.rows(0, 2));
    // THEN
    assertThat(fitted.categorySizes()).containsExactly(2);
    assertThat(categories(fitted.apply(training.subset(0, 3)))).containsExactly(1, 0, 0);
  }

  @Test
  void oneRowIsEnough() {
    // GIVEN
    Table one = training.subset(0, 1);
    // THEN
    assertThat(numbers(TablePreparation.fit(one).apply(one))).containsOnly(0);
  }

  @Property
  void normalisedNumbersHaveMean0AndDeviation1(
      @ForAll @Size(min = 2, max = 50) List<@DoubleRange(min = -1e9, max = 1e9) Double> values) {
    // GIVEN
    TableColumns columns = new TableColumns(List.of("x"), List.of());
    List<Map<String, Double>> rows = values.stream().map(value -> Map.of("x", value)).toList();
    Table table = Table.of(rows, columns);
    // WHEN
    float[] x = numbers(TablePreparation.fit(table).apply(table));
    // THEN
    double mean = IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
    double square = IntStream.range(0, x.length).mapToDouble(i -> x[i] * (double) x[i]).sum();
    assertThat(mean).isCloseTo(0, offset(1e-5));
    if (values.stream().distinct().count() > 1) {
      assertThat(square / x.length).isCloseTo(1, offset(1e-5));
    }
  }

  // ---------------------------------------------------------------- batches

  @Test
  void aBatchHasNumbersCategoriesAndTarget() {
    // WHEN
    try (Batches batches = DataLoader.of(preparation.apply(training), 3).shuffle(true).iterate()) {
      Batch batch = batches.next();
      // THEN
      assertThat(batch.tensors())
          .extracting(Tensor::dataType)
          .containsExactly(DataType.FLOAT, DataType.INT64, DataType.INT64);
      assertThat(batch.tensors())
          .extracting(tensor -> Longs.asList(tensor.shape()))
          .containsExactly(List.of(3L, 2L), List.of(3L, 2L), List.of(3L));
      assertThat(batches.next().size()).isEqualTo(1);
    }
  }

  @Test
  void aBatchIsItsItemsStacked() {
    for (TableDataset items :
        List.of(
            preparation.apply(training),
            preparation.apply(Table.of(List.of(row(1, 2, 3, 4)), COLUMNS.withoutTarget())))) {
      List<Sample> samples = IntStream.range(0, items.size()).mapToObj(items::get).toList();
      assertThat(all(items)).isEqualTo(Collate.stack(samples));
    }
  }

  @Test
  void withoutColumnsOfAKindTheirTensorIsEmpty() {
    // GIVEN
    Table texts = Table.of(List.of(row(1, 2, "x", 4)), new TableColumns(List.of(), List.of("c")));
    Table values = Table.of(List.of(row(1, 2, "x", 4)), new TableColumns(List.of("a"), List.of()));
    // THEN
    assertThat(all(TablePreparation.fit(texts).apply(texts)).get(0).shape()).containsExactly(1, 0);
    assertThat(all(TablePreparation.fit(values).apply(values)).get(1).shape())
        .containsExactly(1, 0);
  }

  @Test
  void refusesAnItemThatIsNotThere() {
    assertThatThrownBy(() -> preparation.apply(training).get(4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index of the row (4) must be less than size (4)");
  }

  // ---------------------------------------------------------------- saving

  @Test
  void whatIsSavedPreparesTheSame() {
    // WHEN
    TablePreparation loaded =
        TablePreparation.of(
            ImmutableMap.<String, String>builder()
                .put("other", "text")
                .putAll(preparation.metadata())
                .buildOrThrow());
    // THEN
    assertThat(loaded.columns()).isEqualTo(COLUMNS);
    assertThat(loaded.classes()).isEqualTo(preparation.classes());
    assertThat(loaded.categorySizes()).isEqualTo(preparation.categorySizes());
    assertThat(all(loaded.apply(training))).isEqualTo(all(preparation.apply(training)));
  }

  @Test
  void refusesMetadataOfSomethingElse() {
    assertThatThrownBy(() -> TablePreparation.of(Map.of("monitor", "loss")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the metadata have no \"miniai.table\", only [monitor]: was the model saved with"
                + " preparation.metadata()?");
  }

  @Test
  void refusesANewerVersion() {
    String newer =
        preparation.metadata().get("miniai.table").replace("\"version\":1", "\"version\":2");
    assertThatThrownBy(() -> TablePreparation.of(Map.of("miniai.table", newer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\"miniai.table\" in the metadata cannot be read: it is of version 2, and this program"
                + " reads version 1: use the miniai that wrote it, or a newer one");
  }

  @Test
  void refusesDamagedMetadata() {
    String good = preparation.metadata().get("miniai.table");
    List<String> damaged =
        List.of(
            "",
            "[]",
            "null",
            "{}",
            good.substring(0, good.length() - 2),
            good + "x",
            good.replace("\"std\"", "\"deviation\""),
            good.replace("\"median\":3.0", "\"median\":null"),
            good.replace("\"median\":3.0", "\"median\":\"x\""),
            good.replace("\"std\":1.0", "\"std\":0"),
            good.replace("\"red\"", "\"blue\""),
            good.replace("\"red\"", "null"),
            good.replace("\"name\":\"b\"", "\"name\":\"a\""),
            good.replace("\"numberTarget\":[]", "\"numberTarget\":[\"z\"]"),
            good.replace("\"version\":1", "\"version\":\"1\""));
    assertThat(damaged).doesNotContain(good).doesNotHaveDuplicates();
    for (String json : damaged) {
      assertThatThrownBy(() -> TablePreparation.of(Map.of("miniai.table", json)), json)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("\"miniai.table\" in the metadata cannot be read: ");
    }
  }

  // ---------------------------------------------------------------- mistakes

  @Test
  void refusesToLearnFromNothing() {
    assertThatThrownBy(() -> TablePreparation.fit(training.subset(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no rows to learn the preparation from");
    assertThatThrownBy(() -> TablePreparation.fit(training.subset(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column \"a\" has no number in any training row: leave it out of the columns");
  }

  @Test
  void refusesNumbersThatHaveNoFiniteMean() {
    Table huge =
        Table.of(
            Arrays.asList(row(1e308, 1, "", ""), row(1.5e308, 1, "", "")), COLUMNS.withoutTarget());
    assertThatThrownBy(() -> TablePreparation.fit(huge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("column \"a\" would get the mean Infinity");
  }

  @Test
  void refusesAClassThatIsInNoTrainingRow() {
    Table rows = Table.of(List.of(row(1, 1, "", "no"), row(1, 1, "", "never")), COLUMNS);
    assertThatThrownBy(() -> preparation.apply(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row 1, column \"y\": the class \"never\" is in no training row, only [maybe, no, yes]");
  }

  @Test
  void refusesAnotherTable() {
    assertThatThrownBy(
            () ->
                preparation.apply(
                    Table.of(List.of(), new TableColumns(List.of("a"), List.of("c")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table has no column of numbers \"b\", only [a]");
    assertThatThrownBy(
            () -> preparation.apply(Table.of(List.of(), COLUMNS.withoutTarget().predictClass("z"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the table has the target TableTarget[column=z, kind=CLASS], but");
  }
}
