package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.DoctorCB;
import ai.miniai.learner.TrainLearner;
import ai.miniai.live.Report;
import ai.miniai.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reports of runs as strange as they come, alone and side by side. */
@ExtendWith(SharedChromium.class)
final class ExtremesTest {
  private static final String MARKUP = "<script>document['title']='taken'</script>";
  private static final double EXPLODES = 1e30;

  @TempDir Path folder;

  private static RunRecord train(TrainLearner learner, int epochs) {
    DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
    learner.fit(epochs, doctor);
    return doctor.record();
  }

  private static RunRecord oneStepOfOneLayer() {
    return train(Trainings.learner(new Trainings.Named("only"), 1, 0.1), 1);
  }

  private static RunRecord nanFromTheFirstStepOn() {
    return train(Trainings.learner(5, 30, EXPLODES), 2);
  }

  private static RunRecord longNames() {
    return train(Trainings.learner(new Trainings.Named(MARKUP, "x".repeat(10_000)), 20, 0.1), 1);
  }

  private void check(Chromium page, Report report) throws IOException {
    Path file = folder.resolve("report.html");
    report.write(file);
    page.open(file.toUri().toString());
    for (int width : new int[] {400, 900, 1600}) {
      page.size(width, 900);
      for (String part : List.of("#lines", "#layers", "#layer")) {
        page.scrollTo(part);
      }
      assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    }
    assertThat(page.find("#layers canvas").isDisplayed()).isTrue();
    assertThat(page.find("#lines canvas").isDisplayed()).isTrue();
    assertThat(page.eval("document.body.innerText")).doesNotContain("undefined", "[object");
    assertThat(page.eval("document.title")).doesNotContain("taken");
    assertThat(page.pdf()).hasSizeGreaterThan(10_000);
    page.assertNoComplaints();
  }

  @Test
  void oneStepOfOneLayerIsShown(Chromium page) throws IOException {
    check(page, new Report().run("one", oneStepOfOneLayer()));
    assertThat(page.text("#head")).contains("1 of 1");
    assertThat(page.number("document.querySelectorAll('#layers .names button').length")).isOne();
  }

  @Test
  void nanFromTheFirstStepOnIsShown(Chromium page) throws IOException {
    check(page, new Report().run("nan", nanFromTheFirstStepOn()));
    assertThat(page.text("#diagnosis")).contains("SICK");
    assertThat(page.text("#lines")).contains("NaN");
  }

  @Test
  void differentNetworksOfDifferentLengthStandSideBySide(Chromium page) throws IOException {
    Report report =
        new Report()
            .run(MARKUP, longNames())
            .run("nan", nanFromTheFirstStepOn())
            .run("one", oneStepOfOneLayer())
            .run("y".repeat(10_000), train(Trainings.learner(52, 40, 0.1), 2));
    check(page, report);
    assertThat(page.number("document.querySelectorAll('#layers .layermap').length")).isEqualTo(4);
    page.choose("#layers .bar .field:nth-of-type(3) select", "difference");
    assertThat(page.text("#layers")).contains("Ratio of the two runs");
    page.assertNoComplaints();
  }
}
