package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.live.LivePage;
import ai.miniai.live.Report;
import ai.miniai.metric.MulticlassAccuracy;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of the README. They are written to {@code docs/images} anew with {@code
 * -Dpictures.write}.
 */
@ExtendWith(SharedChromium.class)
final class ReadmePicturesTest {
  private static final Path IMAGES = Path.of("..", "docs", "images");
  private static final int MOST_BYTES = 200_000;
  private static final int LAYERS = 10;
  private static final int BATCHES = 60;
  private static final double SICK_RATE = 0.6;
  private static final double GOOD_RATE = 0.2;

  @TempDir Path folder;

  private static DoctorCB doctor() {
    return new DoctorCB().onDiagnosis(said -> {});
  }

  private static MetricsCB accuracy() {
    return new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
  }

  private static void keep(Path picture, String name) throws IOException {
    assertThat(Files.size(picture)).isLessThan(MOST_BYTES);
    if (System.getProperty("pictures.write") != null) {
      Files.copy(picture, IMAGES.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Waits in the middle until somebody has pressed a button. */
  private static final class Halt extends Callback {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch pressed = new CountDownLatch(1);

    @Override
    public void beforeBatch() {
      if (epoch() == 2 && learn().iteration() == BATCHES / 2) {
        reached.countDown();
        Uninterruptibles.awaitUninterruptibly(pressed);
      }
    }
  }

  /** A training that is paused shows all that it has recorded, and the buttons. */
  @Test
  void theLivePage(Chromium page) throws Exception {
    Halt halt = new Halt();
    try (LivePage live = new LivePage().name("quarters, lr 0.6").control().onAddress(url -> {})) {
      CompletableFuture<Void> fit =
          CompletableFuture.runAsync(
              () ->
                  Trainings.learner(LAYERS, BATCHES, SICK_RATE)
                      .fit(4, doctor(), accuracy(), live, halt));
      halt.reached.await();
      page.size(900, 1400).open(live.url()).click("#head .controls button");
      page.waitFor("document.querySelector('#head .controls output').textContent === 'Pausing.'");
      halt.pressed.countDown();
      page.waitFor("miniai.page.shown[0].info.state === 'paused'");
      page.waitFor("document.querySelector('#layer .colordim')");
      page.run("window.scrollTo(0, 0)");
      Path picture = page.screenshot("live-page");
      page.click("#head .controls button");
      fit.join();
      keep(picture, "live-page.png");
    }
  }

  @Test
  void theReport(Chromium page) throws IOException {
    Report report = new Report();
    for (double lr : new double[] {SICK_RATE, GOOD_RATE}) {
      DoctorCB doctor = doctor();
      MetricsCB accuracy = accuracy();
      Trainings.learner(LAYERS, BATCHES, lr).fit(4, doctor, accuracy);
      report.run(
          lr == SICK_RATE ? "before, lr 0.6" : "after, lr 0.2", doctor.record(), accuracy.rows());
    }
    Path file = folder.resolve("report.html");
    report.write(file);
    page.size(900, 1400).theme("dark").open(file.toUri().toString());
    keep(page.screenshot("report"), "report.png");
  }
}
