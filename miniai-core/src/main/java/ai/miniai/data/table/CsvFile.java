package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose first line has the names of the columns. Texts may be in double quotes, with
 * doubled quotes, separators and line breaks inside (RFC 4180). Spaces around a text are ignored
 * unless they are inside quotes, and so are empty lines and a byte order mark.
 *
 * <pre>{@code
 * Table rows = CsvFile.of(Path.of("adult.csv")).separator(';').missing(Set.of("?")).read(columns);
 * }</pre>
 *
 * @param path of the file
 * @param separator between two values, a comma by default
 * @param charset of the file, UTF-8 by default
 * @param missing the texts that stand for a missing value; by default no text at all, {@code NA},
 *     {@code N/A}, {@code NaN}, {@code nan}, {@code NULL} and {@code null}
 */
public record CsvFile(Path path, char separator, Charset charset, Set<String> missing) {
  private static final ImmutableSet<String> MISSING =
      ImmutableSet.of("", "NA", "N/A", "NaN", "nan", "NULL", "null");

  private static final int BYTE_ORDER_MARK = '\uFEFF';

  /** Keeps a copy of the set. */
  public CsvFile {
    missing = ImmutableSet.copyOf(missing);
    checkArgument(
        separator != '"' && separator != '\n' && separator != '\r',
        "a quote or the end of a line cannot separate values: give another separator");
  }

  /** A file with commas, in UTF-8. */
  public static CsvFile of(Path path) {
    return new CsvFile(path, ',', StandardCharsets.UTF_8, MISSING);
  }

  /** The same file with this separator, such as {@code ';'} or {@code '\t'}. */
  public CsvFile separator(char between) {
    return new CsvFile(path, between, charset, missing);
  }

  /** The same file in this character set. */
  public CsvFile charset(Charset encoding) {
    return new CsvFile(path, separator, encoding, missing);
  }

  /** The same file, in which exactly these texts stand for a missing value. */
  public CsvFile missing(Set<String> texts) {
    return new CsvFile(path, separator, charset, texts);
  }

  /**
   * Reads all rows; of other columns nothing is kept.
   *
   * @throws IllegalArgumentException if the file has no first line, a column is missing or there
   *     twice, a row has more or fewer values than the first line, a text stands where a number
   *     should be, or a target is missing; the message says in which row, line and column
   * @throws UncheckedIOException if the file cannot be read, is not in the character set, or a
   *     quote is not closed
   */
  public Table read(TableColumns columns) {
    try (Reader text = open();
        CSVParser parser = format().parse(text)) {
      return read(parser, columns);
    } catch (UncheckedIOException e) { // of the parser's iterator
      throw unreadable(requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Reader open() throws IOException {
    BufferedReader reader = Files.newBufferedReader(path, charset);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  private CSVFormat format() {
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(separator)
        .setIgnoreSurroundingSpaces(true)
        .get();
  }

  private UncheckedIOException unreadable(IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "there is no such file"
            : e instanceof CharacterCodingException
                ? "it is not a text in " + charset + ": give its charset(...)"
                : e.toString();
    return new UncheckedIOException("cannot read " + path + ": " + reason, e);
  }

  private Table read(CSVParser parser, TableColumns columns) {
    Iterator<CSVRecord> lines = parser.iterator();
    checkArgument(
        lines.hasNext(), "%s is empty: its first line should have the names of the columns", path);
    List<String> header = lines.next().toList();
    int[] places = columns.names().stream().mapToInt(name -> place(name, header)).toArray();
    TableReader reader = new TableReader(columns);
    @Nullable Object[] values = new Object[places.length];
    while (lines.hasNext()) {
      CSVRecord line = lines.next();
      if (line.size() != header.size()) {
        throw new IllegalArgumentException(
            "%s has %s values, but there are %s columns: does a text contain a separator without being in quotes?"
                .formatted(where(reader.rows(), parser), line.size(), header.size()));
      }
      for (int i = 0; i < places.length; i++) {
        String text = line.get(places[i]);
        values[i] = missing.contains(text) ? null : text;
      }
      reader.add(() -> where(reader.rows(), parser), values);
    }
    return reader.table();
  }

  private int place(String name, List<String> header) {
    int first = header.indexOf(name);
    checkArgument(
        first >= 0,
        "%s has no column \"%s\", only %s%s",
        path,
        name,
        header,
        header.size() == 1 ? ": does another separator than '" + separator + "' divide it?" : "");
    checkArgument(
        first == header.lastIndexOf(name),
        "%s has two columns \"%s\": rename one of them",
        path,
        name);
    return first;
  }

  /** The line is that on which the row ends. */
  private String where(int row, CSVParser parser) {
    return "row %s (line %s of %s)".formatted(row, parser.getCurrentLineNumber(), path);
  }
}
