package ai.miniai.notebook;

import ai.miniai.callback.progress.MetricsCB;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of {@link MetricsCB} as an HTML table, which has the columns that ProgressCB prints. */
final class MetricsTable {
  private MetricsTable() {}

  /** The table; empty if there are no rows. */
  static String html(List<MetricsCB.Row> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    List<List<String>> cells = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("epoch", "train"));
    head.addAll(rows.get(0).values().keySet());
    cells.add(head);
    for (MetricsCB.Row row : rows) {
      List<String> line = new ArrayList<>(List.of("" + row.epoch(), row.mode()));
      row.values().values().forEach(value -> line.add(String.format(Locale.ROOT, "%.3f", value)));
      cells.add(line);
    }
    return Html.table(cells, 2);
  }

  /** The same as lines, for front ends that cannot show HTML. */
  static String text(List<MetricsCB.Row> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(row).append('\n'));
    return text.toString();
  }
}
