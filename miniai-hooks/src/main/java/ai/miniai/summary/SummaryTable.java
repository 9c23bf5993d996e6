package ai.miniai.summary;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Summary} as text: text columns are left-aligned, numbers right-aligned. */
final class SummaryTable {
  private static final ImmutableList<String> HEAD =
      ImmutableList.of(
          "path", "type", "input", "output", "parameters", "trainable", "MFLOPs", "ms");
  private static final int WORDS = 4;

  private SummaryTable() {}

  static List<List<String>> cells(Summary summary) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    summary.rows().forEach(row -> lines.add(line(row)));
    lines.add(totals(summary));
    return ImmutableList.copyOf(lines);
  }

  static String of(Summary summary) {
    List<List<String>> lines = cells(summary);
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    return lines.stream().map(line -> text(line, widths)).collect(Collectors.joining("\n"));
  }

  private static List<String> line(Summary.Row row) {
    boolean ran = row.calls() > 0;
    boolean counts = row.parameters() > 0;
    return List.of(
        row.path(),
        row.type() + (row.calls() > 1 ? " ×" + row.calls() : ""),
        ran ? shapes(row.inputs()) : "not run",
        ran ? shapes(row.outputs()) : "",
        counts ? number(row.parameters()) : "",
        counts ? number(row.trainable()) : "",
        row.multiplyAdds() > 0 ? millions(row.multiplyAdds()) : "",
        ran ? millions(row.nanos()) : "");
  }

  private static List<String> totals(Summary summary) {
    long nanos = summary.rows().isEmpty() ? 0 : summary.rows().get(0).nanos();
    return List.of(
        "total",
        "",
        "",
        "",
        number(summary.parameters()),
        number(summary.trainable()),
        millions(summary.multiplyAdds()),
        millions(nanos));
  }

  private static String text(List<String> line, int... widths) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = line.get(column);
      text.append(column == 0 ? "" : "  ")
          .append(
              column < WORDS
                  ? Strings.padEnd(cell, widths[column], ' ')
                  : Strings.padStart(cell, widths[column], ' '));
    }
    return text.toString().stripTrailing();
  }

  private static String shapes(List<ImmutableLongArray> shapes) {
    return shapes.stream().map(ImmutableLongArray::toString).collect(Collectors.joining(", "));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String millions(long value) {
    return String.format(Locale.ROOT, "%,.2f", value / 1e6);
  }
}
