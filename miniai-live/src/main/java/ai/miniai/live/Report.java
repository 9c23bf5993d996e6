package ai.miniai.live;

import static com.google.common.base.Preconditions.checkState;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.io.AtomicFile;
import ai.miniai.io.FileErrors;
import ai.miniai.recording.RunRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes runs to one HTML file, with the page and all numbers inside. It needs no network and no
 * second file, so that it can be kept, mailed, and opened anywhere.
 *
 * <pre>{@code
 * Report.write(run.record(), Path.of("report.html"));
 * new Report().run("before", sick.record()).run("after", healed.record()).write(file);
 * }</pre>
 *
 * <p>The file has at most 5 MB: if there is more, neighbouring columns of the recordings are merged
 * until there are few enough, and the page says so.
 */
public final class Report {
  /** The greatest size of a file, in bytes. */
  static final int MOST_BYTES = 5_000_000;

  /** A recording has columns for training and for validation. */
  private static final int FEWEST_COLUMNS = 2;

  private static final JsonFactory JSON = new JsonFactory();

  private final List<Moment> runs = new ArrayList<>();

  /** Writes a report of one run. */
  public static void write(RunRecord run, Path file) throws IOException {
    new Report().run("run", run).write(file);
  }

  /** Adds a run; {@code name} is what the reader calls it. */
  public Report run(String name, RunRecord run) {
    return run(name, run, ImmutableList.of());
  }

  /** Adds a run with its metrics, such as those of {@link MetricsCB#rows}. */
  public Report run(String name, RunRecord run, List<MetricsCB.Row> metrics) {
    return add(Moment.of(name, run.copy()).with(metrics).examined());
  }

  /** Adds a run as a page has seen it. */
  Report add(Moment run) {
    runs.add(run);
    return this;
  }

  /**
   * Writes the file atomically: if this fails, an existing file is unchanged.
   *
   * @throws IllegalStateException if no run was added
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    checkState(!runs.isEmpty(), "a report shows one run or more: add them with run(...)");
    try {
      MoreFiles.createParentDirectories(file);
      AtomicFile.write(file, html().getBytes(UTF_8));
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileErrors.reason(e), e);
    }
  }

  private String html() throws IOException {
    int columns = RunView.MOST_COLUMNS;
    String html = ReportPage.of(data(columns));
    while (html.length() > MOST_BYTES && columns > FEWEST_COLUMNS) {
      columns /= 2;
      html = ReportPage.of(data(columns));
    }
    return html;
  }

  /** All views as JSON, with at most so many columns: compressed, and then as text. */
  private String data(int mostColumns) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(new GZIPOutputStream(bytes))) {
      json.writeStartObject();
      json.writeArrayFieldStart("views");
      for (int i = 0; i < runs.size(); i++) {
        RunView.of(String.valueOf(i + 1), runs.get(i), mostColumns).write(json, true);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
