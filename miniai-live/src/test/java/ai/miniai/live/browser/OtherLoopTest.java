package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.live.Controls;
import ai.miniai.live.LivePage;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.tensor.Tensor;
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The buttons of the page, with a training loop that is no learner's. */
@ExtendWith(SharedChromium.class)
final class OtherLoopTest {
  private static final Duration PACE = Duration.ofMillis(20);
  private static final String STATE = "miniai.page.shown[0].info.state";
  private static final String STEP = "miniai.page.shown[0].info.step";
  private static final String ANSWER = "document.querySelector('#head .controls output')";

  private final CountDownLatch served = new CountDownLatch(1);
  private final LivePage live = new LivePage().onAddress(url -> served.countDown());
  private final Controls controls = live.controls();
  private final DistributionRecorder outputs = new DistributionRecorder(Quantity.ACTIVATIONS);
  private final List<Double> losses = new CopyOnWriteArrayList<>();
  private final List<Double> rates = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    live.close();
  }

  private void step() {
    outputs.beginColumn(new Place(0, losses.size(), true));
    outputs.add("layer", Tensor.of(new float[] {1, 2, losses.size()}, 3));
    losses.add(1.0 / (1 + losses.size()));
    Uninterruptibles.sleepUninterruptibly(PACE);
  }

  private RunRecord record() {
    return new RunRecord(
        List.of(outputs.recording()),
        new LossHistory(List.copyOf(losses), List.of()),
        OptionalInt.empty(),
        losses.size() * PACE.toNanos());
  }

  private void train() {
    do {
      step();
      live.show(this::record);
    } while (controls.goOn(rates::add));
    live.end();
  }

  @Test
  void pausesGoesOnSetsTheRateAndStops(Chromium page) {
    CompletableFuture<Void> training = CompletableFuture.runAsync(this::train);
    Uninterruptibles.awaitUninterruptibly(served);
    page.open(live.url());

    page.click("#head .controls button").waitFor(STATE + " === 'paused'");
    assertThat(page.text("#head .controls button")).isEqualTo("Resume");
    page.waitFor("!" + ANSWER + ".textContent"); // it is no longer pausing
    int paused = losses.size();
    assertThat(page.number(STEP)).isEqualTo(paused);

    page.find("#head .controls input").sendKeys("0.05");
    page.click("#head .controls form button").waitFor(ANSWER + ".textContent.includes('0.05')");
    page.click("#head .controls button").waitFor(STATE + " === 'running'");
    page.waitFor(STEP + " > " + paused);
    assertThat(rates).containsExactly(0.05);

    page.click("#head .controls > button:nth-of-type(2)");
    page.click("#head .controls > button:nth-of-type(2)");
    training.join();
    page.waitFor(STATE + " === 'cancelled'").drawn();
    assertThat(page.text("#head .state")).isEqualTo("stopped");
    assertThat(page.text("#head .reason")).isEqualTo("stopped on the live page");
    assertThat(page.number(STEP)).isEqualTo(losses.size());
    assertThat(page.find("#head .controls").isDisplayed()).isFalse();
    assertThat(page.text("#head .facts")).contains("heap", "native", "resident");
    page.assertNoComplaints();
  }
}
