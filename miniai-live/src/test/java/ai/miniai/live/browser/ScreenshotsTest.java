package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.DoctorCB;
import ai.miniai.live.Report;
import ai.miniai.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes pictures of the page in {@code target/screenshots} for people to look at, and checks what a
 * program can see: that nothing is wider than the window, and that no text is cut off by another.
 */
@ExtendWith(SharedChromium.class)
final class ScreenshotsTest {
  private static final List<Integer> WIDTHS = List.of(400, 900, 1600);

  @TempDir Path folder;

  private static RunRecord train(int layers, double lr) {
    DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
    Trainings.learner(layers, 40, lr).fit(3, doctor);
    return doctor.record();
  }

  private void shoot(Chromium page, String name, Report report) throws IOException {
    Path file = folder.resolve("report.html");
    report.write(file);
    for (String theme : List.of("light", "dark")) {
      page.theme(theme).size(1600, 1000).open(file.toUri().toString());
      for (int width : WIDTHS) {
        page.size(width, 1000).drawn();
        int height = (int) page.number("document.documentElement.scrollHeight");
        page.size(width, Math.min(height, 4000)).drawn();
        assertThat(page.number("document.documentElement.scrollWidth"))
            .as("%s at %s pixels", name, width)
            .isLessThanOrEqualTo(width);
        page.screenshot(name + "-" + width + "-" + theme);
      }
    }
    page.assertNoComplaints();
  }

  @Test
  void fiveLayers(Chromium page) throws IOException {
    shoot(page, "five", new Report().run("quarters, lr 0.5", train(5, 0.5)));
  }

  @Test
  void fiftyTwoLayers(Chromium page) throws IOException {
    shoot(page, "fifty-two", new Report().run("deep, lr 0.1", train(52, 0.1)));
  }

  @Test
  void nan(Chromium page) throws IOException {
    shoot(page, "nan", new Report().run("quarters, lr 300", train(5, 300)));
  }

  @Test
  void twoRuns(Chromium page) throws IOException {
    shoot(page, "two", new Report().run("lr 300", train(5, 300)).run("lr 0.5", train(5, 0.5)));
  }
}
