package ai.miniai.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final TableColumns COLUMNS =
      new TableColumns(List.of("age"), List.of("town")).predictClass("won");

  private static Map<String, Object> row(Object age, Object town, Object won) {
    Map<String, Object> row = new HashMap<>();
    row.put("age", age);
    row.put("town", town);
    row.put("won", won);
    return row;
  }

  private final Table table =
      Table.of(
          List.of(
              row(1, "a", true), row(null, null, false), row("2.5", 7, true), row(4f, "a", true)),
          COLUMNS);

  @Test
  void takesValuesOfManyTypes() {
    assertThat(table.size()).isEqualTo(4);
    assertThat(table.number("age", 0)).hasValue(1);
    assertThat(table.number("age", 1)).isEmpty();
    assertThat(table.number("age", 2)).hasValue(2.5);
    assertThat(table.number("age", 3)).hasValue(4);
    assertThat(table.text("town", 1)).isEmpty();
    assertThat(table.text("town", 2)).hasValue("7");
    assertThat(table.text("won", 1)).hasValue("false");
  }

  @Test
  void aRangeAndAChoiceOfRows() {
    Table range = table.subset(2, 4);
    assertThat(range.size()).isEqualTo(2);
    assertThat(range.number("age", 0)).hasValue(2.5);
    assertThat(range.text("town", 1)).hasValue("a");
    Table chosen = table.rows(3, 0, 3);
    assertThat(chosen.size()).isEqualTo(3);
    assertThat(chosen.number("age", 1)).hasValue(1);
    assertThat(chosen.text("town", 2)).hasValue("a");
    assertThat(table.subset(4, 4).size()).isZero();
  }

  @Test
  void refusesRowsThatAreNotThere() {
    assertThatThrownBy(() -> table.number("age", 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> table.subset(0, 2).text("town", 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> table.subset(3, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> table.rows(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesColumnsThatAreNotThere() {
    assertThatThrownBy(() -> table.number("town", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table has no column of numbers \"town\", only [age]");
    assertThatThrownBy(() -> table.text("age", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the table has no column of texts \"age\", only [town, won]");
    assertThatThrownBy(() -> Table.of(List.of(row(1, 2, 3), Map.of("age", 1)), COLUMNS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has no column \"town\", only [age]");
  }

  @Test
  void namesTheRowAndColumnOfAWrongValue() {
    assertThatThrownBy(() -> Table.of(List.of(row(1, "", 1), row(false, "", 1)), COLUMNS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1, column \"age\": expected a finite number, got false (Boolean)");
    assertThatThrownBy(() -> Table.of(List.of(row(1.0 / 0, "", 1)), COLUMNS))
        .hasMessage("row 0, column \"age\": expected a finite number, got Infinity (Double)");
    assertThatThrownBy(() -> Table.of(List.of(row("", "", 1)), COLUMNS))
        .hasMessage("row 0, column \"age\": expected a finite number, got \"\"");
    for (Object none : new Object[] {null, Double.NaN, Float.NaN}) {
      assertThatThrownBy(() -> Table.of(List.of(row(1, "", none)), COLUMNS))
          .hasMessageContaining("row 0, column \"won\": the target is missing");
    }
  }

  @Test
  void refusesColumnsThatMakeNoTable() {
    assertThatThrownBy(() -> new TableColumns(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a table wants at least one column of numbers or categories");
    assertThatThrownBy(() -> new TableColumns(List.of("a"), List.of("b")).predictClass("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the column \"a\" is given twice: once is enough");
  }
}
