package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.io.FileErrors;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A CSV file of numbers without a header. */
public final class NumberFile {
  private static final Splitter COMMA = Splitter.on(',').trimResults();
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private NumberFile() {}

  /**
   * The rows; empty lines are left out.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a row has more or fewer numbers than {@code columns}, or
   *     something else is in it; the message says in which line
   */
  public static ImmutableList<float[]> read(Path file, int columns) throws IOException {
    return read(file, columns, row -> {});
  }

  /**
   * The same for rows that have to pass {@code check}, which throws an {@link
   * IllegalArgumentException} otherwise.
   */
  public static ImmutableList<float[]> read(Path file, int columns, Consumer<float[]> check)
      throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
    if (!lines.isEmpty() && lines.get(0).startsWith(BYTE_ORDER_MARK)) {
      lines.set(0, lines.get(0).substring(1)); // Excel writes one
    }
    ImmutableList.Builder<float[]> rows = ImmutableList.builder();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(lines.get(i), columns, check, file + ", line " + (i + 1)));
      }
    }
    ImmutableList<float[]> all = rows.build();
    checkArgument(!all.isEmpty(), "%s is empty: expected rows of %s numbers", file, columns);
    return all;
  }

  private static float[] row(String line, int columns, Consumer<float[]> check, String place) {
    try {
      float[] row = numbers(COMMA.splitToList(line), columns);
      check.accept(row);
      return row;
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
    }
  }

  private static float[] numbers(List<String> texts, int columns) {
    checkArgument(
        texts.size() == columns,
        "expected %s numbers with commas between them, got %s%s",
        columns,
        texts.size(),
        texts.stream().anyMatch(text -> text.contains(";"))
            ? ": replace the semicolons by commas, and decimal commas by points before"
            : "");
    float[] row = new float[columns];
    for (int i = 0; i < columns; i++) {
      Float number = Floats.tryParse(texts.get(i));
      checkArgument(
          number != null,
          "expected a number in column %s, got \"%s\"%s",
          i + 1,
          texts.get(i),
          advice(texts, i));
      row[i] = number;
    }
    return row;
  }

  private static String advice(List<String> texts, int at) {
    if (texts.get(at).isEmpty()) {
      return ": fill in what is missing, or leave out the row";
    }
    return texts.stream().allMatch(text -> Floats.tryParse(text) == null)
        ? ": leave out the names of the columns"
        : ": write it as a number, a class as its index from 0";
  }
}
