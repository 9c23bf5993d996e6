package ai.miniai.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Evidence;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.summary.Summary;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/** What the kernel itself makes of values: it finds the renderers as it does in a notebook. */
class MiniaiDisplayTest {
  private final ActivationStats stats = new ActivationStats();
  private final ParameterStats parameters = new ParameterStats();
  private final MetricsCB metrics = new MetricsCB().log(row -> {});
  private final RecorderCB recorder = new RecorderCB().loss();
  private final RunRecorderCB run = new RunRecorderCB(stats, parameters);

  @BeforeEach
  void train() {
    Fits.learner(metrics, stats, parameters, recorder, run).fit(2);
  }

  private static Map<String, Object> shown(Object value) {
    return DisplaySystem.inst().render(value).data();
  }

  private static String text(Object value) {
    return (String) shown(value).get("text/plain");
  }

  private static String html(Object value) {
    return (String) shown(value).get("text/html");
  }

  private static BufferedImage picture(Object value) throws IOException {
    byte[] png = Base64.getDecoder().decode((String) shown(value).get("image/png"));
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void aFigureIsAPictureOfItsSize() throws IOException {
    Figure figure = Plots.colorDim(stats).size(300, 200);
    assertThat(picture(figure).getWidth()).isEqualTo(600);
    DisplayData data = DisplaySystem.inst().render(figure);
    assertThat(data.metadata().get("image/png")).isEqualTo(Map.of("width", 300, "height", 200));
    assertThat(text(figure)).isEqualTo("Figure 300 × 200");
  }

  @Test
  void recordingsAreThePicturesThatTellMost() throws IOException {
    assertSame(picture(stats.recording()), Plots.colorDim(stats));
    assertSame(picture(stats), Plots.colorDim(stats));
    assertSame(picture(parameters), Plots.updateRatios(parameters));
    assertSame(picture(run.record()), Plots.lossCurve(run.record().losses()));
    assertSame(picture(run.record().losses()), Plots.lossCurve(run.record().losses()));
    assertSame(picture(recorder), Plots.recorderPlot(recorder));
  }

  private static void assertSame(BufferedImage shown, Figure figure) {
    assertThat(pixels(shown)).isEqualTo(pixels(figure.image()));
  }

  private static int[] pixels(BufferedImage image) {
    int width = image.getWidth();
    return image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
  }

  @Test
  void aModelSaysHowManyParametersItHas() {
    assertThat(text(Fits.model())).startsWith("Sequential(").endsWith("17 parameters");
    var frozen = Fits.model();
    frozen.get(0).freeze();
    assertThat(text(frozen)).endsWith("17 parameters, 8 of them trainable");
  }

  @Test
  void aSummaryIsATable() {
    Summary summary = Summary.of(Fits.model(), 4, 2);
    assertThat(html(summary))
        .contains("<td style=\"text-align:left\">Linear</td>")
        .contains("<td style=\"text-align:right\">17</td>");
    assertThat(text(summary)).isEqualTo(summary.toString());
  }

  @Test
  void metricsAreATableOfTheirRows() {
    assertThat(html(metrics)).contains("<th style=\"text-align:right\">loss</th>");
    assertThat(html(metrics).split("<tr>", -1)).hasSize(1 + 1 + 4); // before the first, head, rows
    assertThat(html(new MetricsCB())).isEmpty();
  }

  @Test
  void aFewValuesOfATensorAreShownAndOfManyTheStatistics() {
    assertThat(text(Tensor.of(3, 4))).contains("Tensor[2]").contains("3").contains("4");
    double[] values = new double[200];
    values[0] = Double.NaN;
    values[1] = 1.99;
    assertThat(text(Tensor.of(values, 20, 10)))
        .startsWith("Tensor[20, 10]")
        .contains("mean 0.01000, standard deviation 0.1411, from 0.000 to 1.990")
        .endsWith("1 are NaN or infinite");
  }

  @Test
  void aTensorThatIsGoneSaysSo() {
    Tensor gone;
    try (MemoryScope scope = MemoryScope.open()) {
      gone = Tensor.zeros(200).plus(1);
    }
    assertThat(text(gone)).contains("its memory scope has ended");
  }

  @Test
  void aDiagnosisHasTheColourOfItsSeverity() {
    Finding sick = finding(Severity.SICK, "a < b");
    Finding note = finding(Severity.NOTE, "b");
    Diagnosis diagnosis =
        new Diagnosis(
            List.of(new Diagnosis.Cause(sick, List.of(note), "Do this.")), List.of("loss"));
    assertThat(html(diagnosis))
        .contains("#c62828")
        .contains("a &lt; b")
        .contains("<i>What it means:</i> It means &quot;x&quot;.")
        .contains("<i>What to do:</i> Do this.")
        .contains("<i>It explains:</i> " + note.name());
    assertThat(text(diagnosis)).isEqualTo(diagnosis.toString());
    assertThat(html(note)).contains("#1565c0").doesNotContain("What it means");
    assertThat(html(finding(Severity.WARNING, ""))).contains("#ef6c00");
    assertThat(html(new Diagnosis(List.of(), List.of("loss"))))
        .contains("#2e7d32")
        .contains("No sign of trouble");
  }

  private static Finding finding(Severity severity, String says) {
    return new Finding(
        Pattern.CONSTANT_OUTPUT,
        "",
        "",
        0,
        1,
        severity,
        List.<Evidence>of(),
        says,
        "It means \"x\".",
        List.of());
  }
}
