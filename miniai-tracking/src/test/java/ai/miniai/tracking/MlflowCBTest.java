package ai.miniai.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import com.google.common.base.Stopwatch;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowCBTest {
  private static final Duration SOON = Duration.ofMillis(1);

  @RegisterExtension private final SmallMlflow mlflow = new SmallMlflow();
  @TempDir private Path folder;

  private final List<String> said = new CopyOnWriteArrayList<>();

  private MlflowCB tracker() {
    return tracker(Map.of(), Duration.ofSeconds(20));
  }

  private MlflowCB tracker(Map<String, String> environment, Duration timeout) {
    return new MlflowCB(
            new MlflowServer(mlflow.uri(), environment, timeout),
            "points & more",
            List.of(SOON, SOON),
            said::add)
        .patience(Duration.ofSeconds(20))
        .unsent(unsent());
  }

  private Path unsent() {
    return folder.resolve("unsent");
  }

  private List<String> unsentLines() throws IOException {
    return Files.readAllLines(unsent().resolve(Unsent.LINES));
  }

  private long unsentLosses() throws IOException {
    return unsentLines().stream().filter(line -> line.contains("\"batch/loss\"")).count();
  }

  private static DoctorCB doctor() {
    return new DoctorCB().onDiagnosis(diagnosis -> {});
  }

  // ---------------------------------------------------------------- what is sent

  @Test
  void batchesAndPassesAreMetrics() {
    // GIVEN
    RecorderCB recorder = new RecorderCB().loss();
    MetricsCB metrics = Points.metrics();
    // WHEN
    Points.learner(metrics, recorder, tracker()).fit(2);
    // THEN
    SmallMlflow.Run run = mlflow.run();
    assertThat(run.experiment).isEqualTo("points & more");
    assertThat(run.values("batch/loss"))
        .containsExactlyElementsOf(Doubles.asList(recorder.lines().get("loss")));
    assertThat(run.steps("batch/loss")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(run.values("batch/lr")).hasSize(8).containsOnly(0.1);
    assertThat(run.values("eval/accuracy"))
        .containsExactly(
            metrics.rows().get(1).values().get("accuracy"),
            metrics.rows().get(3).values().get("accuracy"));
    assertThat(run.steps("eval/accuracy")).containsExactly(3L, 7L);
    assertThat(run.metrics)
        .allMatch(
            metric ->
                Math.abs(metric.get("timestamp").asLong() - System.currentTimeMillis()) < 600_000);
    assertThat(run.status()).isEqualTo("FINISHED");
    assertThat(said).isEmpty();
    assertThat(unsent()).doesNotExist();
  }

  @Test
  void parametersAndTagsAreThoseOfTheFitAndTheGivenOnes() {
    // WHEN
    MlflowCB tracker =
        tracker().runName("first").parameter("hidden", 8).parameter("note", "x").tag("data", "toy");
    Points.learner(tracker).fit(3);
    // THEN
    SmallMlflow.Run run = mlflow.run();
    assertThat(run.params)
        .containsEntry("hidden", "8")
        .containsEntry("note", "x")
        .containsEntry("lr", "0.1")
        .containsEntry("epochs", "3")
        .containsEntry("optimizer", "SGD");
    assertThat(run.tags).containsEntry("data", "toy").containsKey("mlflow.user");
    assertThat(run.created.get("run_name").asText()).isEqualTo("first");
    assertThat(tracker.runId()).contains("%032x".formatted(1));
  }

  @Test
  void picturesAndFindingsAreArtifacts() {
    // GIVEN
    ActivationStats stats = new ActivationStats();
    DoctorCB doctor = doctor();
    // WHEN
    MlflowCB tracker = tracker().picture("a/b: colours", () -> Plots.colorDim(stats));
    Points.learner(1e30, stats, doctor, tracker).fit(2);
    // THEN
    assertThat(mlflow.run().artifacts).containsOnlyKeys("a_b_ colours.png", "findings.txt");
    assertThat(mlflow.run().artifacts.get("a_b_ colours.png"))
        .isEqualTo(Plots.colorDim(stats).png());
    assertThat(mlflow.artifact("findings.txt")).isEqualTo(doctor.diagnosis() + "\n");
  }

  @Test
  void aLossThatIsNotANumberStaysSo() {
    Points.learner(1e30, tracker()).fit(2);
    assertThat(mlflow.run().values("batch/loss")).hasSize(8).contains(Double.NaN);
    assertThat(said).isEmpty();
  }

  @Test
  void manyMetricsGoInRequestsOfAThousand() {
    Points.learner(Points.metrics(), tracker()).fit(300);
    assertThat(mlflow.run().values("batch/loss")).hasSize(1200);
    assertThat(mlflow.run().batches).allMatch(size -> size <= 1000);
    assertThat(mlflow.run().batches.stream().mapToInt(size -> size).sum())
        .isEqualTo(3 * 1200 + 4 * 300);
    assertThat(said).isEmpty();
  }

  @Test
  void manyParametersGoInRequestsOfAHundred() {
    MlflowCB tracker = tracker();
    for (int i = 0; i < 250; i++) {
      tracker.parameter("p" + i, i);
    }
    Points.learner(tracker).fit(1);
    assertThat(mlflow.run().params).hasSizeGreaterThan(250);
    assertThat(said).isEmpty();
  }

  @Test
  void namesAndValuesAreMadeToFit() {
    // WHEN
    MetricsCB metrics = new MetricsCB("accuracy (%)", new MulticlassAccuracy()).log(row -> {});
    Points.learner(metrics, tracker().parameter("a//b?", "x".repeat(600)).tag("é".repeat(300), "y"))
        .fit(1);
    // THEN
    assertThat(mlflow.run().steps("eval/accuracy ___")).containsExactly(3L);
    assertThat(mlflow.run().params.get("a_/b_")).hasSize(500).endsWith("...");
    assertThat(mlflow.run().tags).containsEntry("_".repeat(250), "y");
    assertThat(said).isEmpty();
  }

  /** What is replaced must not make one curve of two. */
  @Test
  void namesThatDifferStayTwo() {
    // GIVEN
    MetricsCB metrics =
        new MetricsCB(Map.of("µ", new MulticlassAccuracy(), "σ", new MulticlassAccuracy()))
            .log(row -> {});
    Supplier<Figure> picture = () -> Plots.colorDim(new ActivationStats().recording());
    // WHEN
    MlflowCB tracker =
        tracker()
            .parameter("", 1)
            .parameter("a/./b", 2)
            .tag("x".repeat(300), "y")
            .tag("x".repeat(299), "z")
            .parameter("smile", "😀".repeat(300))
            .picture("a/b", picture)
            .picture("a:b", picture)
            .picture("π".repeat(300), picture);
    Points.learner(metrics, tracker).fit(1);
    // THEN
    SmallMlflow.Run run = mlflow.run();
    assertThat(run.steps("eval/_")).hasSize(1);
    assertThat(run.steps("eval/__2")).hasSize(1);
    assertThat(run.params).containsEntry("_", "1").containsEntry("a/_/b", "2");
    assertThat(run.params.get("smile")).isEqualTo("😀".repeat(248) + "...");
    assertThat(run.tags)
        .containsEntry("x".repeat(250), "y")
        .containsEntry("x".repeat(248) + "_2", "z");
    assertThat(run.artifacts.keySet()).contains("a_b.png", "a_b_2.png", "_".repeat(200) + ".png");
    assertThat(said).isEmpty();
  }

  @Test
  void anExperimentIsFoundAgain() {
    Points.learner(tracker()).fit(1);
    Points.learner(tracker()).fit(1);
    assertThat(mlflow.runs()).hasSize(2);
    assertThat(mlflow.calls()).filteredOn(call -> call.endsWith("experiments/create")).hasSize(1);
  }

  @Test
  void eachFitIsARun() {
    TrainLearner learner = Points.learner(tracker());
    learner.fit(1);
    learner.fit(2);
    assertThat(mlflow.runs())
        .extracting(run -> run.values("batch/loss").size())
        .containsExactly(4, 8);
  }

  // ---------------------------------------------------------------- how a fit ends

  @Test
  void aFitThatFailedIsMarkedSo() {
    assertThatThrownBy(() -> Points.learner(tracker(), Points.killAfter(2)).fit(1))
        .hasMessageContaining("killed");
    assertThat(mlflow.run().status()).isEqualTo("FAILED");
    assertThat(mlflow.run().steps("batch/loss")).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aFitThatWasCancelledTellsWhy() {
    // GIVEN
    Callback cancel =
        new Callback() {
          @Override
          public void afterBatch() {
            throw new CancelFitException("enough");
          }
        };
    // WHEN
    Points.learner(tracker(), cancel).fit(1);
    // THEN
    assertThat(mlflow.run().status()).isEqualTo("FINISHED");
    assertThat(mlflow.run().tags).containsEntry("miniai.cancelled", "enough");
  }

  @Test
  void anInterruptedFitIsSentToItsEnd() {
    // GIVEN
    Callback interrupt =
        new Callback() {
          @Override
          public void afterBatch() {
            Thread.currentThread().interrupt();
          }
        };
    // WHEN
    Points.learner(interrupt, tracker()).fit(1);
    // THEN
    assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
    assertThat(mlflow.run().steps("batch/loss")).containsExactly(0L);
    assertThat(mlflow.run().status()).isEqualTo("FINISHED");
  }

  @Test
  void aFitThatIsTakenUpAgainGoesOnWithItsRun() {
    // GIVEN a fit that was killed two batches after its checkpoint
    MlflowCB first = tracker().parameter("try", 1);
    Callback untilThereIsARun =
        new Callback() {
          @Override
          public void beforeFit() {
            await(first);
          }

          @Override
          public int order() {
            return 2;
          }
        };
    assertThatThrownBy(
            () ->
                Points.learner(
                        first,
                        untilThereIsARun,
                        new CheckpointCB(folder).every(3),
                        Points.killAfter(8))
                    .fit(3))
        .hasMessageContaining("killed");
    // WHEN
    MlflowCB second = tracker().parameter("try", 2);
    Points.learner(second, new CheckpointCB(folder).every(3).resume()).fit(3);
    // THEN
    assertThat(second.runId()).isEqualTo(first.runId());
    assertThat(mlflow.runs()).hasSize(1);
    assertThat(mlflow.run().steps("batch/loss"))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 8L, 9L, 10L, 11L);
    assertThat(mlflow.run().updates)
        .extracting(update -> update.get("status").asText())
        .containsExactly("FAILED", "RUNNING", "FINISHED");
    assertThat(mlflow.run().params).containsEntry("try", "1");
    assertThat(said).isEmpty();
  }

  /** Waits for the server; the tracker itself never does. */
  private static void await(MlflowCB tracker) {
    try {
      for (int i = 0; tracker.runId().isEmpty() && i < 2000; i++) {
        Thread.sleep(5); // the courier is a thread of its own
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---------------------------------------------------------------- authentication

  @Test
  void tokensAndPasswordsComeFromTheEnvironment() {
    Points.learner(tracker(Map.of("MLFLOW_TRACKING_TOKEN", "abc"), Duration.ofSeconds(20))).fit(1);
    assertThat(mlflow.authorizations()).isNotEmpty().containsOnly("Bearer abc");
  }

  @Test
  void userAndPasswordHavePrecedence() {
    Map<String, String> environment =
        Map.of(
            "MLFLOW_TRACKING_TOKEN", "abc",
            "MLFLOW_TRACKING_USERNAME", "Aladdin",
            "MLFLOW_TRACKING_PASSWORD", "open sesame");
    Points.learner(tracker(environment, Duration.ofSeconds(20))).fit(1);
    assertThat(mlflow.authorizations()).containsOnly("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  }

  // ---------------------------------------------------------------- servers in trouble

  @Test
  void aServerThatIsAwayCostsOneLine() throws IOException {
    // GIVEN
    MlflowCB tracker =
        tracker().picture("p", () -> Plots.colorDim(new ActivationStats().recording()));
    mlflow.stop();
    // WHEN
    Points.learner(Points.metrics(), tracker).fit(2);
    // THEN
    assertThat(said)
        .containsExactly(
            "miniai: MlflowCB cannot send everything to "
                + mlflow.uri()
                + "/ (no server answers there; is it running?); the training goes on, and what is"
                + " not sent is in "
                + unsent());
    List<String> lines = unsentLines();
    assertThat(lines.get(0))
        .startsWith("{\"run\":{\"experiment\":\"points & more\",\"run_name\":\"\",\"start_time\":");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("{\"param\":{\"key\":\"lr\",\"value\":\"0.1\","))
        .filteredOn(line -> line.startsWith("{\"metric\":{\"key\":\"batch/loss\",\"value\":"))
        .hasSize(8);
    assertThat(lines.get(lines.size() - 1)).startsWith("{\"end\":{\"status\":\"FINISHED\"");
    assertThat(unsent().resolve("artifacts/p.png")).isRegularFile();
    assertThat(tracker.runId()).isEmpty();
  }

  @Test
  void aServerThatComesBackSoonGetsEverything() {
    mlflow.fail(2, 503);
    Points.learner(tracker()).fit(2);
    assertThat(mlflow.run().values("batch/loss")).hasSize(8);
    assertThat(said).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 401, 403})
  void aServerThatRefusesEverythingCostsOneLine(int status) throws IOException {
    mlflow.fail(Integer.MAX_VALUE, status);
    Points.learner(tracker()).fit(2);
    assertThat(said)
        .singleElement()
        .asString()
        .contains(
            "(it answered " + status + " to /api/2.0/mlflow/experiments/get-by-name: by intent)");
    assertThat(unsentLines()).hasSizeGreaterThan(24);
  }

  @Test
  void aServerThatFailsLaterLosesNothing() throws IOException {
    // GIVEN
    MlflowCB tracker = tracker();
    Callback breaks =
        new Callback() {
          @Override
          public void beforeEpoch() {
            if (training() && epoch() == 1) {
              await(tracker);
              mlflow.fail(Integer.MAX_VALUE, 500);
            }
          }
        };
    // WHEN
    Points.learner(tracker, breaks).fit(4);
    // THEN
    assertThat(unsentLosses() + mlflow.run().values("batch/loss").size()).isEqualTo(16);
    assertThat(unsentLines().get(0)).contains("\"run_id\":\"" + tracker.runId().orElseThrow());
    assertThat(said).hasSize(1);
  }

  @Test
  void aServerThatDoesNotAnswerDoesNotDelayTheTraining() throws IOException {
    // GIVEN
    mlflow.delay(60_000);
    MlflowCB tracker = tracker().patience(Duration.ofMillis(100));
    List<Duration> epochs = new ArrayList<>();
    Stopwatch watch = Stopwatch.createStarted();
    Callback clock =
        new Callback() {
          @Override
          public void cleanupEpoch() {
            epochs.add(watch.elapsed());
          }
        };
    // WHEN
    Points.learner(tracker, clock).fit(3);
    // THEN
    assertThat(epochs.get(5)).isLessThan(Duration.ofSeconds(10));
    assertThat(watch.elapsed().minus(epochs.get(5))).isLessThan(Duration.ofSeconds(10));
    assertThat(said).singleElement().asString().contains("(it is too slow)");
    assertThat(unsentLosses()).isEqualTo(12);
  }

  @Test
  void aRequestThatTakesTooLongIsAFailure() throws IOException {
    mlflow.delay(60_000);
    Points.learner(tracker(Map.of(), Duration.ofMillis(50))).fit(1);
    assertThat(said).singleElement().asString().contains("(it does not answer in time)");
    assertThat(unsentLosses()).isEqualTo(4);
  }

  @Test
  void moreThanCanWaitIsKept() throws IOException {
    // GIVEN a server that is asleep
    mlflow.delay(60_000);
    MlflowServer server = new MlflowServer(mlflow.uri(), Map.of(), Duration.ofSeconds(20));
    MlflowCourier courier =
        new MlflowCourier(
            server,
            there -> there.create(there.experiment("x"), "", 0),
            new Unsent(unsent(), new Unsent.Head("x", "", 0)),
            List.of(),
            said::add);
    // WHEN more is reported than may wait
    for (int i = 0; i < 12_000; i++) {
      courier.add(new MlflowEntry.Metric("batch/loss", 1, 0, i));
    }
    courier.end(new MlflowEntry.End("FINISHED", 0), Duration.ZERO);
    // THEN
    assertThat(unsentLosses()).isEqualTo(12_000);
    assertThat(unsentLines())
        .anyMatch(line -> line.startsWith("{\"end\":{\"status\":\"FINISHED\",\"end_time\":0"));
    assertThat(said).singleElement().asString().contains("(it is too slow)");
  }

  @Test
  void artifactsThatOnlyOthersCanStoreAreKept() throws IOException {
    // GIVEN
    mlflow.artifactRoot("s3://bucket/");
    MlflowCB tracker =
        tracker().picture("p", () -> Plots.colorDim(new ActivationStats().recording()));
    // WHEN
    Points.learner(tracker).fit(1);
    // THEN
    assertThat(said)
        .singleElement()
        .asString()
        .contains("its artifacts are at s3://bucket/", "start the server with --serve-artifacts");
    assertThat(unsent().resolve("artifacts/p.png")).isRegularFile();
    assertThat(mlflow.run().status()).isEqualTo("FINISHED");
  }

  @Test
  void aFolderThatCannotBeWrittenCostsASecondLine() throws IOException {
    // GIVEN
    mlflow.fail(Integer.MAX_VALUE, 500);
    Files.writeString(unsent(), "a file");
    // WHEN
    Points.learner(tracker()).fit(2);
    // THEN
    assertThat(said).hasSize(2);
    assertThat(said.get(1))
        .startsWith("miniai: MlflowCB cannot keep what is not sent in " + unsent() + " either: ");
  }

  @Test
  void searchesAreNoRuns() {
    TrainLearner learner = Points.learner(tracker());
    learner.tryOut(() -> learner.fit(1));
    assertThat(mlflow.calls()).isEmpty();
  }

  // ---------------------------------------------------------------- arguments

  @ParameterizedTest
  @ValueSource(strings = {"mlruns", "file:///tmp/mlruns", "databricks", "sqlite:///mlflow.db"})
  void otherStoresThanServersAreRefused(String uri) {
    assertThatThrownBy(() -> new MlflowCB(URI.create(uri), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as http://localhost:5000, got " + uri);
  }

  @Test
  void anExperimentHasAName() {
    assertThatThrownBy(() -> new MlflowCB(mlflow.uri(), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }
}
