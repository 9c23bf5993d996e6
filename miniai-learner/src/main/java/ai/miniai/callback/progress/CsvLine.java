package ai.miniai.callback.progress;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes lines of CSV files (RFC 4180). */
final class CsvLine {
  private static final String END_OF_LINE = "\r\n";

  private CsvLine() {}

  /** The fields, quoted where necessary, and a line break. */
  static String of(Stream<String> fields) {
    return fields.map(CsvLine::quoted).collect(Collectors.joining(",")) + END_OF_LINE;
  }

  private static String quoted(String field) {
    return field.matches("[^,\"\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
