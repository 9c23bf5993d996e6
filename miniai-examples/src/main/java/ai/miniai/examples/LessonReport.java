package ai.miniai.examples;

import ai.miniai.callback.LossHistory;
import ai.miniai.callback.MetricsCB;
import ai.miniai.hooks.Recording;
import ai.miniai.hooks.RecordingJson;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a lesson leaves behind: pictures, and the numbers in them. */
final class LessonReport {
  private final Recording recording;
  private final LossHistory losses;
  private final List<MetricsCB.Row> rows;
  private final String title;
  private final List<Path> files = new ArrayList<>();

  LessonReport(Recording recording, LossHistory losses, List<MetricsCB.Row> rows, String title) {
    this.recording = recording;
    this.losses = losses;
    this.rows = rows;
    this.title = title;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ImmutableMap<String, Figure> figures =
        ImmutableMap.of(
            "loss", Plots.lossCurve(losses),
            "stats", Plots.plotStats(recording),
            "color-dim", Plots.colorDim(recording),
            "dead-chart", Plots.deadChart(recording));
    for (var figure : figures.entrySet()) {
      for (String format : List.of("png", "svg")) {
        Path file = added(folder.resolve(figure.getKey() + "." + format));
        figure.getValue().title(title).save(file);
      }
    }
    RecordingJson.write(recording, added(folder.resolve("stats.json")));
    Files.writeString(added(folder.resolve("metrics.csv")), csv());
  }

  private Path added(Path file) {
    files.add(file);
    return file;
  }

  private String csv() {
    StringBuilder text = new StringBuilder();
    for (MetricsCB.Row row : rows) {
      if (text.isEmpty()) {
        text.append("epoch,mode,").append(String.join(",", row.values().keySet())).append('\n');
      }
      text.append(row.epoch()).append(',').append(row.mode());
      row.values().values().forEach(value -> text.append(',').append(value));
      text.append('\n');
    }
    return text.toString();
  }

  void list(PrintStream out) {
    out.println(
        "\nWritten: "
            + files.stream().map(Path::toString).collect(Collectors.joining("\n         ")));
  }

  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("run", title);
    ArrayNode list = root.putArray("rows");
    for (MetricsCB.Row row : rows) {
      ObjectNode node = list.addObject();
      row.values().forEach(node::put);
      node.put("epoch", row.epoch()).put("train", row.mode());
    }
    files.forEach(file -> root.withArray("files").add(file.toString()));
    return root.toString();
  }
}
