package ai.miniai.examples.battery.record;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, made row by row. */
public final class MarkdownTable {
  private final int columns;
  private final List<String> lines = new ArrayList<>();

  /** With these names of the columns. */
  public MarkdownTable(String... names) {
    columns = names.length;
    lines.add(line(List.of(names)));
    lines.add("|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
  }

  /** Adds a row with as many cells as there are columns. */
  public void row(Object... cells) {
    checkArgument(
        cells.length == columns, "a row has %s cells here, not %s", columns, cells.length);
    lines.add(line(List.of(cells)));
  }

  private static String line(List<?> cells) {
    return "| " + String.join(" | ", cells.stream().map(Object::toString).toList()) + " |";
  }

  /** A share in percent; a dash if there is no whole. */
  public static String percent(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
  }

  /** All lines, with a line break after each. */
  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
