package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;
import static com.google.common.base.Preconditions.checkPositionIndexes;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they were read, column by column: numbers take 8 bytes, texts 4 bytes and each different
 * text once. A {@link TablePreparation} makes a data set of them. Immutable.
 */
public final class Table {
  private final TableColumns columns;
  private final int size;
  private final ImmutableMap<String, ImmutableDoubleArray> numbers;
  private final ImmutableMap<String, TextColumn> texts;

  Table(
      TableColumns columns,
      int size,
      Map<String, ImmutableDoubleArray> numbers,
      Map<String, TextColumn> texts) {
    this.columns = columns;
    this.size = size;
    this.numbers = ImmutableMap.copyOf(numbers);
    this.texts = ImmutableMap.copyOf(texts);
  }

  /**
   * A table of rows that are maps from names to values, read once in their order. Numbers may be
   * any {@link Number} or its text; categories and class names may be anything, and are told apart
   * by their {@code toString}. A null, and NaN among numbers, is a missing value.
   *
   * @throws IllegalArgumentException if a row lacks a column, a number is infinite or something
   *     else, or a target is missing; the message says in which row and column
   */
  public static Table of(Iterable<? extends Map<String, ?>> rows, TableColumns columns) {
    TableReader reader = new TableReader(columns);
    for (Map<String, ?> row : rows) {
      @Nullable Object[] values =
          columns.names().stream().map(name -> value(row, name, reader.rows())).toArray();
      reader.add(() -> "row " + reader.rows(), values);
    }
    return reader.table();
  }

  private static @Nullable Object value(Map<String, ?> row, String name, int index) {
    checkArgument(
        row.containsKey(name), "row %s has no column \"%s\", only %s", index, name, row.keySet());
    return row.get(name);
  }

  /** The columns. */
  public TableColumns columns() {
    return columns;
  }

  /** The number of rows. */
  public int size() {
    return size;
  }

  /**
   * A value in a column of numbers, empty if it is missing.
   *
   * @throws IllegalArgumentException if there is no such column
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public OptionalDouble number(String column, int row) {
    double value = numbers(column).get(checkElementIndex(row, size, "row"));
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /**
   * A value in a column of categories or class names, empty if it is missing.
   *
   * @throws IllegalArgumentException if there is no such column
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public Optional<String> text(String column, int row) {
    TextColumn values = texts(column);
    int code = values.codes().get(checkElementIndex(row, size, "row"));
    return code == TextColumn.MISSING ? Optional.empty() : Optional.of(values.texts().get(code));
  }

  /** A view of the rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Table subset(int from, int to) {
    checkPositionIndexes(from, to, size);
    return new Table(
        columns,
        to - from,
        Maps.transformValues(numbers, column -> column.subArray(from, to)),
        Maps.transformValues(texts, column -> column.subset(from, to)));
  }

  /**
   * A copy of these rows, in this order, such as those of a random permutation.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public Table rows(int... indices) {
    for (int index : indices) {
      checkElementIndex(index, size, "row");
    }
    return new Table(
        columns,
        indices.length,
        Maps.transformValues(
            numbers,
            column -> ImmutableDoubleArray.copyOf(Arrays.stream(indices).mapToDouble(column::get))),
        Maps.transformValues(texts, column -> column.rows(indices)));
  }

  ImmutableDoubleArray numbers(String column) {
    ImmutableDoubleArray values = numbers.get(column);
    checkArgument(
        values != null,
        "the table has no column of numbers \"%s\", only %s",
        column,
        numbers.keySet());
    return values;
  }

  TextColumn texts(String column) {
    TextColumn values = texts.get(column);
    checkArgument(
        values != null, "the table has no column of texts \"%s\", only %s", column, texts.keySet());
    return values;
  }

  /** The number of rows, and the columns. */
  @Override
  public String toString() {
    return size + " rows of " + columns.names();
  }
}
