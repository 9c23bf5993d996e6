package ai.miniai.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CallbackException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.recording.RunRecorderCB;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LivePageTest {
  private final List<String> told = new ArrayList<>();
  private final LivePage page = new LivePage().onAddress(told::add);

  @AfterEach
  void close() {
    page.close();
  }

  private JsonNode json(String path) throws IOException {
    Browser.Answer answer = Browser.get(page.url(), Browser.withToken(page.url(), path));
    assertThat(answer.status()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private void press(String json) throws IOException {
    String origin = "Origin: http://" + URI.create(page.url()).getAuthority();
    String path = Browser.withToken(page.url(), "/runs/1/control");
    assertThat(Browser.send(page.url(), "POST", path, json, origin).status()).isEqualTo(200);
  }

  /** Does something after a batch of training. */
  private abstract static class AfterBatch extends Callback {
    abstract void act(int batches) throws Exception;

    @Override
    public void afterBatch() {
      if (training()) {
        try {
          act(epoch() * learn().dls().train().size() + learn().iteration() + 1);
        } catch (RuntimeException failure) {
          throw failure;
        } catch (Exception failure) {
          throw new AssertionError(failure);
        }
      }
    }
  }

  // ---------------------------------------------------------------- what is shown

  @Test
  void showsAFitThatIsOver() throws IOException {
    // WHEN
    Fits.learner(6)
        .fit(2, new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {}), page);
    // THEN
    assertThat(told).containsExactly(page.url());
    JsonNode view = json("/runs/1/view");
    assertThat(view.at("/run/state").asText()).isEqualTo("finished");
    assertThat(view.at("/run/step").asInt()).isEqualTo(12);
    assertThat(view.at("/run/plannedSteps").asInt()).isEqualTo(12);
    assertThat(view.at("/series").findValuesAsText("group"))
        .contains("loss", "accuracy", "lr", "momentum");
    assertThat(view.at("/series/0/values")).hasSize(12);
    assertThat(view.at("/recordings").findValuesAsText("quantity"))
        .contains("inputs", "activations", "gradients", "parameters", "updates");
    assertThat(view.at("/ratios/names")).hasSize(4);
  }

  @Test
  void showsAFitWhileItRuns() throws IOException {
    List<JsonNode> seen = new ArrayList<>();
    Callback look =
        new AfterBatch() {
          @Override
          void act(int batches) throws Exception {
            if (batches == 1 || batches == 4) {
              seen.add(json("/runs/1/view"));
              Thread.sleep(300); // the page hands over every 250 ms
            }
          }
        };
    // WHEN
    Fits.learner(6).fit(1, page, look);
    // THEN the second look sees what was handed over because of the first one
    assertThat(seen.get(0).at("/run/state").asText()).isEqualTo("running");
    assertThat(seen.get(0).at("/run/step").asInt()).isZero();
    assertThat(seen.get(1).at("/run/step").asInt()).isBetween(1, 3);
  }

  @Test
  void anotherFitIsAnotherRunOfThePage() throws IOException {
    // WHEN
    TrainLearner learner = Fits.learner(3);
    page.name("lr 0.1");
    learner.fit(1, page);
    learner.fit(2, page);
    // THEN
    assertThat(told).hasSize(1);
    assertThat(json("/runs").findValuesAsText("name")).containsExactly("lr 0.1", "lr 0.1 2");
    assertThat(json("/runs/2/view").at("/run/step").asInt()).isEqualTo(6);
  }

  @Test
  void tellsWhyAFitFailed() throws IOException {
    Callback failing =
        new AfterBatch() {
          @Override
          void act(int batches) {
            throw new IllegalStateException("out of paper");
          }
        };
    assertThatThrownBy(() -> Fits.learner(3).fit(1, page, failing))
        .isInstanceOf(CallbackException.class);
    assertThat(json("/runs/1/view").at("/run/state").asText()).isEqualTo("failed");
    assertThat(json("/runs/1/view").at("/run/reason").asText()).contains("out of paper");
  }

  @Test
  void showsSamples() throws IOException {
    page.samples("outputs", learn -> new byte[] {1, (byte) learn.outputs().only().size(0)});
    Fits.learner(3).fit(2, page);
    JsonNode samples = json("/runs/1/view").get("samples");
    assertThat(samples.findValuesAsText("step")).containsExactly("3", "6");
    assertThat(samples.at("/0/title").asText()).isEqualTo("outputs");
    assertThat(samples.at("/0/png").asText()).isEqualTo("data:image/png;base64,AQg=");
  }

  @Test
  void aSampleThatCannotBeDrawnDoesNotEndTheFit() {
    page.samples(
        "none",
        learn -> {
          throw new IllegalStateException("no screen");
        });
    TrainLearner learner = Fits.learner(3);
    learner.fit(1, page);
    assertThat(learner.cancelReason()).isEmpty();
  }

  // ---------------------------------------------------------------- recorded once

  @Test
  void usesTheDoctorThatIsThere() throws IOException {
    DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
    TrainLearner learner = Fits.learner(3, doctor);
    List<Callback> all = new ArrayList<>();
    Callback spy =
        new AfterBatch() {
          @Override
          void act(int batches) {
            all.addAll(learn().cbs());
          }
        };
    learner.fit(1, page, spy);
    assertThat(all.stream().filter(DoctorCB.class::isInstance).distinct()).containsExactly(doctor);
    assertThat(json("/runs/1/view").at("/recordings")).hasSize(doctor.record().recordings().size());
  }

  @Test
  void usesTheRecordersThatAreThere() throws IOException {
    Fits.learner(3).fit(1, new ActivationStats(), new ActivationStats(), page);
    assertThat(json("/runs/1/view").at("/recordings").findValuesAsText("quantity"))
        .containsExactly("inputs", "activations");
    assertThat(json("/runs/1/view").at("/series/0/values")).hasSize(3);
    ActivationStats stats = new ActivationStats();
    Fits.learner(3).fit(1, stats, new RunRecorderCB(stats), page);
    assertThat(json("/runs/2/view").at("/recordings")).hasSize(2);
  }

  // ---------------------------------------------------------------- buttons

  @Test
  void stopsAfterTheBatch() throws IOException {
    page.control();
    Callback stop =
        new AfterBatch() {
          @Override
          void act(int batches) throws IOException {
            if (batches == 2) {
              press("{\"action\": \"stop\"}");
            }
          }
        };
    TrainLearner learner = Fits.learner(6);
    // WHEN
    learner.fit(3, page, stop);
    // THEN
    assertThat(learner.cancelReason()).contains("stopped on the live page");
    assertThat(json("/runs/1/view").at("/run/state").asText()).isEqualTo("cancelled");
    assertThat(json("/runs/1/view").at("/run/step").asInt()).isEqualTo(2);
    // and the next fit is not stopped
    learner.fit(1, page);
    assertThat(learner.cancelReason()).isEmpty();
  }

  @Test
  void pausesUntilItMayGoOn() throws Exception {
    page.control();
    Callback pause =
        new AfterBatch() {
          @Override
          void act(int batches) throws IOException {
            if (batches == 2) {
              press("{\"action\": \"pause\"}");
            }
          }
        };
    Thread training = new Thread(() -> Fits.learner(6).fit(1, page, pause));
    // WHEN
    training.start();
    while (told.isEmpty() || !json("/runs").at("/0/state").asText().equals("paused")) {
      Thread.sleep(20); // another thread trains
    }
    // THEN
    assertThat(json("/runs/1/view").at("/run/step").asInt()).isEqualTo(2);
    press("{\"action\": \"resume\"}");
    training.join();
    assertThat(json("/runs/1/view").at("/run/step").asInt()).isEqualTo(6);
  }

  @Test
  void setsTheRate() {
    page.control();
    List<Double> rates = new ArrayList<>();
    Callback change =
        new AfterBatch() {
          @Override
          void act(int batches) throws IOException {
            rates.add(opt().lr());
            if (batches == 2) {
              press("{\"action\": \"rate\", \"value\": 0.025}");
            }
          }
        };
    Fits.learner(3).fit(1, page, change);
    assertThat(rates).containsExactly(0.1, 0.1, 0.025);
  }

  @Test
  void groupsKeepTheRatioOfTheirRates() {
    page.control();
    List<Double> rates = new ArrayList<>();
    Callback change =
        new AfterBatch() {
          @Override
          void act(int batches) throws IOException {
            if (batches == 1) {
              press("{\"action\": \"rate\", \"value\": 0.5}");
            }
            opt().groups().stream().map(ParameterGroup::lr).forEach(rates::add);
          }
        };
    TrainLearner learner = Fits.learner(2);
    learner.optimizer(
        (parameters, lr) ->
            new SGD(
                List.of(
                    new ParameterGroup(ParameterGroup.under(parameters, "0"), lr),
                    new ParameterGroup(ParameterGroup.under(parameters, "2"), lr / 10)),
                false));
    learner.fit(1, page, change);
    assertThat(rates)
        .usingComparatorForType(new DoubleComparator(1e-9), Double.class)
        .containsExactly(0.1, 0.01, 0.5, 0.05);
  }

  // ---------------------------------------------------------------- what can go wrong

  @Test
  void saysThatAPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      page.port(taken.getLocalPort());
      assertThatThrownBy(() -> Fits.learner(2).fit(1, page))
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("choose another port");
    }
    assertThatThrownBy(() -> page.port(70_000)).hasMessageContaining("not 70000");
  }

  @Test
  void hasNoAddressBeforeTheFirstFit() {
    assertThatThrownBy(page::url).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFitTakesOnePageOnly() {
    try (LivePage other = new LivePage()) {
      assertThatThrownBy(() -> Fits.learner(2).fit(1, page, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a fit takes one LivePage");
    }
  }

  @Test
  void staysWhileABrowserShowsIt() throws Exception {
    Fits.learner(2).fit(1, page);
    page.stay(); // nobody looks
    Thread waiting = new Thread(page::stay);
    try (Browser browser = Browser.following(page.url(), "1")) {
      browser.event();
      waiting.start();
      waiting.join(1000);
      assertThat(waiting.isAlive()).isTrue();
    }
    waiting.interrupt();
    waiting.join();
  }

  // ---------------------------------------------------------------- another loop

  @Test
  void showsAnotherLoop() throws IOException {
    Growing run = new Growing(5, 2048);
    // WHEN
    for (int i = 0; i < 7; i++) {
      run.step();
      page.show(run::record);
    }
    // THEN
    assertThat(json("/runs/1/view").at("/run/state").asText()).isEqualTo("running");
    page.end();
    JsonNode view = json("/runs/1/view");
    assertThat(view.at("/run/state").asText()).isEqualTo("finished");
    assertThat(view.at("/run/step").asInt()).isEqualTo(7);
    // and another one
    page.show(new Growing(5, 2048)::record);
    assertThat(json("/runs")).hasSize(2);
  }

  @Test
  void showsWhatTheLastCallRecords() throws IOException {
    Growing first = new Growing(5, 2048);
    first.step();
    page.show(first::record);
    Growing second = new Growing(5, 2048);
    IntStream.range(0, 3).forEach(i -> second.step());
    page.show(second::record);
    page.end();
    assertThat(json("/runs/1/view").at("/series/0/steps")).hasSize(3);
  }

  @Test
  void itsOwnFailureDoesNotEndTheLoop() {
    page.show(
        () -> {
          throw new IllegalStateException("no record");
        });
    page.end();
    assertThat(told).hasSize(1);
  }

  // ---------------------------------------------------------------- another loop with buttons

  /** A loop as somebody writes it, which asks after each batch what the reader wants. */
  private final class Loop {
    private final Controls controls = page.controls();
    private final Growing run = new Growing(5, 2048);
    private final List<Double> rates = new ArrayList<>();
    private int steps;

    /** Until it is stopped, or has taken so many steps; {@code act} gets their number. */
    void run(int most, IntConsumer act) {
      do {
        run.step();
        steps++;
        page.show(run::record);
        act.accept(steps);
      } while (controls.goOn(rates::add) && steps < most);
      page.end();
    }
  }

  private void pressAt(int wanted, int step, String json) {
    if (step == wanted) {
      try {
        press(json);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @Test
  void anotherLoopStopsAfterTheBatch() throws IOException {
    Loop loop = new Loop();
    // WHEN
    loop.run(9, step -> pressAt(3, step, "{\"action\": \"stop\"}"));
    // THEN
    assertThat(loop.steps).isEqualTo(3);
    assertThat(loop.controls.isStopped()).isTrue();
    JsonNode view = json("/runs/1/view");
    assertThat(view.at("/controls").asBoolean()).isTrue();
    assertThat(view.at("/run/state").asText()).isEqualTo("cancelled");
    assertThat(view.at("/run/reason").asText()).isEqualTo("stopped on the live page");
    assertThat(view.at("/run/step").asInt()).isEqualTo(3);
    // and the next run is not stopped
    loop.run(6, step -> {});
    assertThat(loop.steps).isEqualTo(6);
    assertThat(json("/runs/2/view").at("/run/state").asText()).isEqualTo("finished");
  }

  @Test
  void anotherLoopPausesUntilItMayGoOn() throws Exception {
    Loop loop = new Loop();
    Thread training =
        new Thread(() -> loop.run(6, step -> pressAt(2, step, "{\"action\": \"pause\"}")));
    // WHEN
    training.start();
    while (told.isEmpty() || !json("/runs").at("/0/state").asText().equals("paused")) {
      Thread.sleep(20); // another thread trains
    }
    // THEN
    assertThat(json("/runs/1/view").at("/run/step").asInt()).isEqualTo(2);
    press("{\"action\": \"rate\", \"value\": 0.5}");
    press("{\"action\": \"resume\"}");
    training.join();
    assertThat(json("/runs/1/view").at("/run/step").asInt()).isEqualTo(6);
    assertThat(loop.rates).as("set before the next batch").containsExactly(0.5);
  }

  @Test
  void anotherLoopSetsTheRate() {
    Loop loop = new Loop();
    loop.run(6, step -> pressAt(2, step, "{\"action\": \"rate\", \"value\": 0.025}"));
    assertThat(loop.rates).containsExactly(0.025);
  }

  @Test
  void anInterruptEndsThePause() throws Exception {
    Loop loop = new Loop();
    Thread training =
        new Thread(() -> loop.run(6, step -> pressAt(2, step, "{\"action\": \"pause\"}")));
    training.start();
    while (told.isEmpty() || !json("/runs").at("/0/state").asText().equals("paused")) {
      Thread.sleep(20);
    }
    training.interrupt();
    training.join();
    assertThat(loop.steps).isEqualTo(6);
  }

  @Test
  void anotherLoopHasNoButtonsUnlessItAsks() throws IOException {
    page.control(); // for fits only
    page.show(new Growing(5, 2048)::record);
    assertThat(json("/runs/1/view").at("/controls").asBoolean()).isFalse();
  }

  // ---------------------------------------------------------------- memory and speed

  @Test
  void showsMemoryAndSpeedWhileItRuns() throws IOException {
    Callback slow =
        new AfterBatch() {
          @Override
          void act(int batches) throws Exception {
            Thread.sleep(400); // it is noted once a second
          }
        };
    Fits.learner(6).fit(1, page, slow);
    JsonNode view = json("/runs/1/view");
    JsonNode system = view.get("system");
    assertThat(system.get("heapMegabytes").asDouble()).isPositive();
    assertThat(system.get("residentMegabytes").asDouble())
        .isGreaterThan(system.get("nativeMegabytes").asDouble());
    assertThat(view.get("series").findValuesAsText("name"))
        .contains("heap", "native", "resident", "steps per second");
    assertThat(view.get("series"))
        .filteredOn(line -> line.get("kind").asText().equals("usage"))
        .extracting(line -> line.get("group").asText())
        .containsOnly("memory", "speed");
  }

  @Test
  void theMemoryOfARunThatIsOverIsNotThatOfTheProgramThatShowsIt() throws IOException {
    page.add("old", new Growing(5, 2048).record());
    JsonNode view = json("/runs/1/view");
    assertThat(view.get("system").has("heapMegabytes")).isFalse();
    assertThat(view.get("series").findValuesAsText("group")).doesNotContain("memory");
  }
}
