package ai.miniai.data.table;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the rows of a table. */
final class TableReader {
  private final TableColumns columns;
  private final ImmutableMap<String, ColumnReader.Numbers> numbers;
  private final ImmutableMap<String, ColumnReader.Texts> texts;
  private final ImmutableMap<String, ColumnReader> inOrder;
  private int rows;

  TableReader(TableColumns columns) {
    this.columns = columns;
    ImmutableMap.Builder<String, ColumnReader.Numbers> ofNumbers = ImmutableMap.builder();
    ImmutableMap.Builder<String, ColumnReader.Texts> ofTexts = ImmutableMap.builder();
    ImmutableMap.Builder<String, ColumnReader> all = ImmutableMap.builder();
    columns.numbers().forEach(name -> ofNumbers.put(name, new ColumnReader.Numbers()));
    columns.categories().forEach(name -> ofTexts.put(name, new ColumnReader.Texts()));
    all.putAll(ofNumbers.buildOrThrow()).putAll(ofTexts.buildOrThrow());
    columns
        .target()
        .ifPresent(
            target -> {
              if (target.kind() == TableTarget.Kind.NUMBER) {
                ColumnReader.Numbers reader = new ColumnReader.Numbers();
                ofNumbers.put(target.column(), reader);
                all.put(target.column(), new ColumnReader.Required(reader));
              } else {
                ColumnReader.Texts reader = new ColumnReader.Texts();
                ofTexts.put(target.column(), reader);
                all.put(target.column(), new ColumnReader.Required(reader));
              }
            });
    numbers = ofNumbers.buildOrThrow();
    texts = ofTexts.buildOrThrow();
    inOrder = all.buildOrThrow();
  }

  /** The number of rows so far, which is the index of the next one. */
  int rows() {
    return rows;
  }

  /**
   * Adds a row.
   *
   * @param place where it comes from, for messages
   * @param values in the order of {@link TableColumns#names}, null if missing
   */
  void add(Supplier<String> place, @Nullable Object... values) {
    int at = 0;
    for (Map.Entry<String, ColumnReader> column : inOrder.entrySet()) {
      try {
        column.getValue().add(values[at++]);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "%s, column \"%s\": %s".formatted(place.get(), column.getKey(), wrong.getMessage()),
            wrong);
      }
    }
    rows++;
  }

  Table table() {
    ImmutableMap.Builder<String, ImmutableDoubleArray> ofNumbers = ImmutableMap.builder();
    ImmutableMap.Builder<String, TextColumn> ofTexts = ImmutableMap.builder();
    numbers.forEach((name, reader) -> ofNumbers.put(name, reader.column()));
    texts.forEach((name, reader) -> ofTexts.put(name, reader.column()));
    return new Table(columns, rows, ofNumbers.buildOrThrow(), ofTexts.buildOrThrow());
  }
}
