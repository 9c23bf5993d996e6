package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.learner.TrainLearner;
import ai.miniai.live.LivePage;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A network trains, and browsers watch. */
@ExtendWith(SharedChromium.class)
final class RealTrainingTest {
  private static final int BATCHES = 30;
  private static final String DATA = "miniai.page.shown[0].";

  private final CountDownLatch served = new CountDownLatch(1);
  private final LivePage live = new LivePage().onAddress(url -> served.countDown());
  private final DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
  private final Steps steps = new Steps();

  /** Trains a batch for each permit, as slowly as if the network were larger. */
  private static final class Steps extends Callback {
    private static final Duration PACE = Duration.ofMillis(25);

    private final Semaphore permits = new Semaphore(0);

    void allow(int batches) {
      permits.release(batches);
    }

    @Override
    public void beforeBatch() {
      permits.acquireUninterruptibly();
      Uninterruptibles.sleepUninterruptibly(PACE);
    }
  }

  @AfterEach
  void close() {
    live.close();
  }

  private CompletableFuture<Void> train(TrainLearner learner) {
    CompletableFuture<Void> fit =
        CompletableFuture.runAsync(() -> learner.fit(2, doctor, live, steps));
    Uninterruptibles.awaitUninterruptibly(served);
    return fit;
  }

  private TrainLearner network() {
    return Trainings.learner(5, BATCHES, 0.2);
  }

  /** The page gets something new with a batch, but not with each. */
  private void trainUntil(Chromium page, String condition) {
    for (int i = 0; i < BATCHES && page.eval("!(" + condition + ")").equals("true"); i++) {
      steps.allow(1);
      Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(150));
    }
    page.waitFor(condition);
  }

  /** The rest of both epochs, and their validation. */
  private void finish(CompletableFuture<Void> fit) {
    steps.allow(3 * BATCHES);
    fit.join();
  }

  @Test
  void thePageFollowsTheTrainingAndShowsWhatWasRecorded(Chromium page) {
    CompletableFuture<Void> fit = train(network());
    steps.allow(5);
    page.open(live.url());
    assertThat(page.eval("location.search")).as("the token has left the address").isEmpty();
    trainUntil(page, DATA + "info.step >= 10");
    assertThat(page.text("#head .state")).isEqualTo("running");
    finish(fit);
    page.waitFor(DATA + "info.state === 'finished'").drawn();
    assertThat(page.text("#head")).contains("60 of 60", "2 of 2");
    Recording activations = doctor.record().recording(Quantity.ACTIVATIONS).orElseThrow();
    assertThat(page.number("document.querySelectorAll('#layers .names button').length"))
        .isEqualTo(activations.layers().size());
    assertPixels(page, activations);
    page.assertNoComplaints();
  }

  /** Each layer has the colour of its deviation in this step of the recording. */
  private static void assertPixels(Chromium page, Recording recorded) {
    String over = "document.querySelector('#layers .over').clientWidth";
    int step = 20;
    for (int row = 0; row < recorded.layers().size(); row++) {
      LayerStats layer = recorded.layers().get(row);
      long color =
          (long)
              page.number(
                  "miniai.colors.palette('diverging')[Math.round(255 * miniai.ratioScale(1, 2).place("
                      + layer.stds()[step]
                      + "))]");
      int x = (int) (page.number(over) * (step + 0.5) / (2 * BATCHES));
      int[] pixel = page.pixel("#layers canvas", x, 26 * row + 13);
      for (int part = 0; part < pixel.length; part++) {
        assertThat(pixel[part])
            .as("layer %s", layer.name())
            .isCloseTo((int) (color >> (8 * part) & 255), within(2)); // the page has five digits
      }
    }
  }

  @Test
  void aCutLineIsToldAndTheTrainingGoesOnAndAllIsThereAfterwards(Chromium page) throws IOException {
    CompletableFuture<Void> fit = train(network());
    steps.allow(5);
    try (CuttableLine line = new CuttableLine(live.url())) {
      page.open(line.address(live.url()));
      trainUntil(page, DATA + "info.step >= 8");
      line.cut();
      page.waitFor("document.getElementById('connection').className === 'lost'");
      trainUntil(page, "document.getElementById('connection').className === 'back'");
      finish(fit);
      page.waitFor(DATA + "info.state === 'finished'");
      assertThat(page.eval(DATA + "series[0].steps.length")).isEqualTo("60");
      assertThat(page.eval(DATA + "series[0].steps.every((step, i) => step === i)"))
          .isEqualTo("true");
    }
  }

  @Test
  void twoBrowsersSeeTheSame(Chromium page) {
    CompletableFuture<Void> fit = train(network());
    steps.allow(5);
    try (Chromium other = Chromium.start()) {
      page.open(live.url());
      other.open(live.url());
      finish(fit);
      String all = "JSON.stringify([" + DATA + "series, " + DATA + "recordings])";
      page.waitFor(DATA + "info.state === 'finished'");
      other.waitFor(DATA + "info.state === 'finished'");
      assertThat(page.eval(all)).isEqualTo(other.eval(all));
      other.assertNoComplaints();
    }
  }

  @Test
  void aTrainingThatExplodesShowsNanAndWhatTheDoctorSays(Chromium page) {
    CompletableFuture<Void> fit = train(Trainings.learner(5, BATCHES, 1e9));
    finish(fit);
    page.open(live.url());
    assertThat(page.text("#diagnosis")).contains("SICK");
    assertThat(page.pixel("#layers canvas", 400, 26 * 4 + 13)).containsExactly(0xe6, 0, 0x7e);
    page.assertNoComplaints();
  }

  @Test
  void hostileNamesOfLayersAreText(Chromium page) {
    String markup = "<script>document['title']='taken'</script>";
    String quotes = "\"quotes' & `more`";
    CompletableFuture<Void> fit =
        train(
            Trainings.learner(
                new Trainings.Named(markup, quotes, "x".repeat(10_000)), BATCHES, 0.1));
    finish(fit);
    page.open(live.url());
    for (String name : new String[] {markup, quotes}) {
      page.run("miniai.page.open(arguments[0], 'activations')", name);
      page.waitFor("document.querySelector('#layer .colordim')").drawn();
      assertThat(page.text("#layer h2")).startsWith(name);
    }
    page.run("miniai.page.open('x'.repeat(10000), 'activations')");
    page.waitFor("document.querySelector('#layer h2').textContent.startsWith('xxx')");
    assertThat(page.eval("document.title")).doesNotContain("taken");
    page.assertNoComplaints();
  }
}
