package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the values of a column, row by row. */
sealed interface ColumnReader {
  /**
   * Adds the value of the next row; null if it is missing.
   *
   * @throws IllegalArgumentException if it is not of the column's kind
   */
  void add(@Nullable Object value);

  /** Numbers; a missing one becomes NaN. */
  final class Numbers implements ColumnReader {
    private final ImmutableDoubleArray.Builder values = ImmutableDoubleArray.builder();

    @Override
    public void add(@Nullable Object value) {
      values.add(value == null ? Double.NaN : number(value));
    }

    private static double number(Object value) {
      double number =
          value instanceof Number one
              ? one.doubleValue()
              : value instanceof CharSequence text ? parsed(text.toString()) : wrong(value);
      return Double.isInfinite(number) ? wrong(value) : number;
    }

    private static double parsed(String text) {
      if (!text.isEmpty() && isOfJavaOnly(text.charAt(text.length() - 1))) {
        return wrong(text);
      }
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException none) {
        return wrong(text);
      }
    }

    /** "1d" and "1f" are numbers in Java's source code and nowhere else. */
    private static boolean isOfJavaOnly(char last) {
      return "dDfF".indexOf(last) >= 0;
    }

    private static double wrong(Object value) {
      throw new IllegalArgumentException(
          "expected a finite number, got "
              + (value instanceof CharSequence
                  ? "\"" + value + "\""
                  : value + " (" + value.getClass().getSimpleName() + ")"));
    }

    ImmutableDoubleArray column() {
      return values.build().trimmed();
    }
  }

  /** The texts of any values. */
  final class Texts implements ColumnReader {
    private final Map<String, Integer> codes = new HashMap<>();
    private final ImmutableList.Builder<String> texts = ImmutableList.builder();
    private final ImmutableIntArray.Builder values = ImmutableIntArray.builder();

    @Override
    public void add(@Nullable Object value) {
      values.add(value == null ? TextColumn.MISSING : code(value.toString()));
    }

    private int code(String text) {
      Integer known = codes.get(text);
      if (known != null) {
        return known;
      }
      int code = codes.size();
      codes.put(text, code);
      texts.add(text);
      return code;
    }

    TextColumn column() {
      return new TextColumn(values.build().trimmed(), texts.build());
    }
  }

  /** A target, which may not be missing. */
  record Required(ColumnReader column) implements ColumnReader {
    @Override
    public void add(@Nullable Object value) {
      checkArgument(
          value != null && !value.toString().equals("NaN"),
          "the target is missing: leave out such rows, or read the table without its target");
      column.add(value);
    }
  }
}
