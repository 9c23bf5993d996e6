package ai.miniai.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.io.AtomicFile;
import ai.miniai.live.Report;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingJson;
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
import org.jspecify.annotations.Nullable;

/** The output of a lesson: plots, and the numbers in them. */
final class LessonReport {
  private final LessonRun run;
  private final @Nullable LessonRun before;
  private final Diagnosis diagnosis;
  private final List<Path> files = new ArrayList<>();

  /** {@code before}: the run before the fix, to be shown side by side; null for none. */
  LessonReport(LessonRun run, @Nullable LessonRun before) {
    this.run = run;
    this.before = before;
    this.diagnosis = new Doctor().examine(run.record());
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Recording recording = run.activations();
    ImmutableMap.Builder<String, Figure> figures = ImmutableMap.builder();
    figures.put("overview", Plots.overview(run.record()).title(run.title()));
    figures.put("loss", Plots.lossCurve(run.record()).title(run.title()));
    figures.put("stats", Plots.plotStats(recording).title(run.title()));
    figures.put("color-dim", Plots.colorDim(recording).title(run.title()));
    figures.put("dead-chart", Plots.deadChart(recording).title(run.title()));
    LessonRun sick = before;
    if (sick != null) {
      figures.put(
          "before-and-after",
          Plots.beside(
              Plots.colorDim(sick.activations()).title("Before: " + sick.title()),
              Plots.colorDim(recording).title("After: " + run.title())));
    }
    List<Runnable> drawings = new ArrayList<>();
    for (var figure : figures.buildOrThrow().entrySet()) {
      for (String format : List.of("png", "svg")) {
        Path file = added(folder.resolve(figure.getKey() + "." + format));
        drawings.add(() -> figure.getValue().save(file));
      }
    }
    SideBySide.run(drawings);
    RecordingJson.write(run.record(), added(folder.resolve("stats.json")));
    writePage(added(folder.resolve(ReportCommand.FILE)));
    AtomicFile.write(added(folder.resolve("metrics.csv")), csv().getBytes(UTF_8));
  }

  /** One file to look at everything, with the run before the fix if there is one. */
  private void writePage(Path file) throws IOException {
    Report page = new Report();
    LessonRun sick = before;
    if (sick != null) {
      page.run("before: " + sick.title(), sick.record(), sick.rows());
    }
    page.run(sick == null ? run.title() : "after: " + run.title(), run.record(), run.rows())
        .write(file);
  }

  private Path added(Path file) {
    files.add(file);
    return file;
  }

  private String csv() {
    StringBuilder text = new StringBuilder();
    for (MetricsCB.Row row : run.rows()) {
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
    LessonRun sick = before;
    if (sick != null) {
      out.println("\nBefore: " + sick.title() + "\n" + new Doctor().examine(sick.record()));
    }
    out.println("\n" + (sick == null ? "" : "After: " + run.title() + "\n") + diagnosis);
    out.println(
        "\nWritten: "
            + files.stream().map(Path::toString).collect(Collectors.joining("\n         ")));
  }

  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("run", run.title());
    ArrayNode list = root.putArray("rows");
    for (MetricsCB.Row row : run.rows()) {
      ObjectNode node = list.addObject();
      row.values().forEach(node::put);
      node.put("epoch", row.epoch()).put("train", row.mode());
    }
    root.set("diagnosis", DiagnosisJson.of(diagnosis));
    files.forEach(file -> root.withArray("files").add(file.toString()));
    return root.toString();
  }
}
