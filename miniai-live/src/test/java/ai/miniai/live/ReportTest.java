package ai.miniai.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.primitives.ImmutableLongArray;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/gzip\" id=\"data\">([^<]*)</script>");

  @TempDir Path folder;

  private static JsonNode views(Path file) throws IOException {
    Matcher data = DATA.matcher(Files.readString(file));
    assertThat(data.find()).isTrue();
    byte[] bytes = Base64.getDecoder().decode(data.group(1));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new ObjectMapper().readTree(in).get("views");
    }
  }

  private static RunRecord run(int steps) {
    Growing run = new Growing(5, 2048);
    IntStream.range(0, steps).forEach(i -> run.step());
    return run.record();
  }

  @Test
  void holdsThePageAndTheRuns() throws IOException {
    Path file = folder.resolve("new/report.html");
    // WHEN
    new Report().run("before", run(7)).run("<b>after", run(8)).write(file);
    // THEN
    JsonNode views = views(file);
    assertThat(views).hasSize(2);
    assertThat(views.at("/0/run/name").asText()).isEqualTo("before");
    assertThat(views.at("/1/run/name").asText()).isEqualTo("<b>after");
    assertThat(views.at("/1/run/state").asText()).isEqualTo("finished");
    assertThat(views.at("/1/recordings/0/layers/0/counts").asText()).isNotEmpty();
    assertThat(views.at("/0/merged").asText()).isEmpty();
  }

  @Test
  void needsNothingElse() throws IOException {
    Path file = folder.resolve("report.html");
    Report.write(run(3), file);
    String html = Files.readString(file);
    assertThat(html).doesNotContain("<link rel=\"stylesheet", "<script src", "/page/");
    assertThat(html).contains("default-src 'none'", "uPlot", "Permission is hereby granted");
    assertThat(html.indexOf("id=\"data\""))
        .isBetween(html.indexOf("<body>"), html.indexOf("<script>", html.indexOf("<body>")));
  }

  /** 100 layers of which no two numbers are the same, so that little is saved by compressing. */
  private static RunRecord large() {
    SplittableRandom random = new SplittableRandom(1);
    Bins bins = Bins.DEFAULT;
    List<LayerStats> layers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<Distribution> columns = new ArrayList<>();
      for (int j = 0; j < 512; j++) {
        long[] counts = random.longs(bins.count(), 0, 100_000).toArray();
        columns.add(
            new Distribution(
                1_000_000,
                random.nextDouble(),
                random.nextDouble(),
                0,
                0,
                0,
                ImmutableLongArray.copyOf(counts)));
      }
      layers.add(LayerStats.of("layer " + i, bins, columns));
    }
    return RunRecord.of(
        List.of(
            new Recording(
                layers,
                IntStream.range(0, 512).mapToObj(i -> new Recording.Column(0, i, true)).toList())));
  }

  @Test
  void staysBelowFiveMegabytes() throws IOException {
    Path file = folder.resolve("report.html");
    Report.write(large(), file);
    assertThat(Files.size(file)).isLessThanOrEqualTo(Report.MOST_BYTES);
    JsonNode view = views(file).get(0);
    assertThat(view.at("/recordings/0/layers")).hasSize(100);
    assertThat(view.at("/recordings/0/columns/begin")).hasSizeBetween(64, 256);
    assertThat(view.get("merged").asText()).contains("each column stands for up to");
  }

  @Test
  void keepsAnOldFileIfItCannotWrite() throws IOException {
    Path file = folder.resolve("report.html");
    Files.createDirectory(file);
    assertThatThrownBy(() -> Report.write(run(3), file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write " + file);
    assertThatThrownBy(() -> new Report().write(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one run or more");
  }
}
