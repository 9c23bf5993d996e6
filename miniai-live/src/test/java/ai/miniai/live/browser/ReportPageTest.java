package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.DoctorCB;
import ai.miniai.live.Report;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reports, opened from the disk. */
@ExtendWith(SharedChromium.class)
final class ReportPageTest {
  @TempDir Path folder;

  private static RunRecord train(double lr) {
    DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
    Trainings.learner(5, 40, lr).fit(2, doctor);
    return doctor.record();
  }

  private Chromium open(Chromium page, Report report) throws IOException {
    Path file = folder.resolve("report.html");
    report.write(file);
    return page.open(file.toUri().toString()).drawn();
  }

  @Test
  void showsTheRunWithoutAnyNetwork(Chromium page) throws IOException {
    RunRecord run = train(0.2);
    open(page, new Report().run("a <b>run</b>", run));
    assertThat(page.text("h1")).isEqualTo("a <b>run</b>");
    assertThat(page.text("#head .state")).isEqualTo("finished");
    Recording activations = run.recording(Quantity.ACTIVATIONS).orElseThrow();
    page.run("miniai.page.open(arguments[0], 'activations')", activations.layers().get(1).name());
    page.run("miniai.page.clock.pin(7)");
    page.scrollTo("#layer .colordim .over").hover("#layer .colordim .over", 0, 263);
    long count = activations.layers().get(1).columns().get(0).counts().get(0);
    long size = activations.layers().get(1).columns().get(0).size();
    assertThat(page.told("#layer .colordim .told"))
        .startsWith("step 0 · 0 to 0.2: " + count + " of " + size + " values");
    assertThat(
            page.number(
                "performance.getEntriesByType('resource').filter((one) => !one.name.startsWith('data:')).length"))
        .isZero();
    page.assertNoComplaints();
  }

  @Test
  void showsRunsSideBySide(Chromium page) throws IOException {
    open(page, new Report().run("before", train(1e9)).run("after", train(0.2)));
    assertThat(page.text("h1")).isEqualTo("2 runs side by side");
    assertThat(page.number("document.querySelectorAll('#layers .layermap').length")).isEqualTo(2);
    assertThat(page.text("#differences")).contains("before", "after");
    page.assertNoComplaints();
  }

  @Test
  void printsAllPicturesThoughNobodyHasScrolledToThem(Chromium page) throws IOException {
    open(page, new Report().run("run", train(0.2)));
    page.run("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(
            page.number(
                "Array.from(document.querySelectorAll('canvas')).filter((one) => one.width === 300).length"))
        .as("canvases that were never drawn")
        .isZero();
  }
}
