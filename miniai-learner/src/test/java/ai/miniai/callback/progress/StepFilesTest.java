package ai.miniai.callback.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.learner.Toy;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CsvStepsCB and JsonLinesCB. */
class StepFilesTest {
  @TempDir Path folder;

  private Path csv() {
    return folder.resolve("new").resolve("steps.csv");
  }

  private Path json() {
    return folder.resolve("new").resolve("log.jsonl");
  }

  private static MetricsCB metrics() {
    return new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
  }

  /** Does something at the end of each batch. */
  private static Callback atEachBatch(Runnable action) {
    return new Callback() {
      @Override
      public int order() {
        return 2;
      }

      @Override
      public void afterBatch() {
        action.run();
      }
    };
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRowOfTheCsvFileHasTheNumbersOfItsBatch() throws IOException {
    // GIVEN
    RecorderCB recorder = new RecorderCB().loss();
    CsvStepsCB steps = new CsvStepsCB(csv()).number("tenth", learn -> learn.lr() / 10);
    // WHEN
    Toy.trainLearner(recorder, steps).fit(2);
    // THEN
    double[] losses = recorder.lines().get("loss");
    assertThat(Files.readString(csv()))
        .isEqualTo(
            """
            epoch,batch,step,loss,lr,momentum,tenth
            0,0,0,%s,0.1,0.0,0.01
            0,1,1,%s,0.1,0.0,0.01
            1,0,2,%s,0.1,0.0,0.01
            1,1,3,%s,0.1,0.0,0.01
            """
                .formatted(losses[0], losses[1], losses[2], losses[3])
                .replace("\n", "\r\n"));
  }

  @Test
  void jsonLinesHaveBatchesAndPasses() {
    // GIVEN
    RecorderCB recorder = new RecorderCB().loss();
    MetricsCB metrics = metrics();
    // WHEN
    Toy.trainLearner(metrics, recorder, new JsonLinesCB(json()).number("one", learn -> 1)).fit(1);
    // THEN
    double[] losses = recorder.lines().get("loss");
    Map<String, Double> train = metrics.rows().get(0).values();
    Map<String, Double> eval = metrics.rows().get(1).values();
    String step =
        "{\"epoch\":0,\"mode\":\"train\",\"batch\":%d,\"step\":%d,\"loss\":%s,\"lr\":0.1,"
            + "\"momentum\":0.0,\"one\":1.0}";
    String pass = "{\"epoch\":0,\"mode\":\"%s\",\"accuracy\":%s,\"loss\":%s}";
    assertThat(lines(json()))
        .containsExactly(
            step.formatted(0, 0, losses[0]),
            step.formatted(1, 1, losses[1]),
            pass.formatted("train", train.get("accuracy"), train.get("loss")),
            pass.formatted("eval", eval.get("accuracy"), eval.get("loss")));
  }

  @Test
  void metricsAreNotNeeded() {
    Toy.trainLearner(new JsonLinesCB(json())).fit(1);
    assertThat(lines(json())).hasSize(2);
  }

  @Test
  void numbersThatAreNotFiniteAreNullInJsonAndNamedInCsv() {
    // WHEN
    Toy.trainLearner(
            new JsonLinesCB(json()).number("odd", learn -> Double.NEGATIVE_INFINITY),
            new CsvStepsCB(csv()).number("odd", learn -> Double.NaN))
        .fit(1);
    // THEN
    assertThat(lines(json())).allMatch(line -> line.endsWith(",\"odd\":null}"));
    assertThat(lines(csv()).get(1)).endsWith(",NaN");
  }

  @Test
  void aBatchIsThereWhenTheNextOneHasEnded() {
    // GIVEN
    List<Integer> seen = new ArrayList<>();
    // WHEN
    Toy.trainLearner(new CsvStepsCB(csv()), atEachBatch(() -> seen.add(lines(csv()).size())))
        .fit(1);
    // THEN two batches of training after the header, two of validation
    assertThat(seen).containsExactly(0, 2, 3, 3);
  }

  @Test
  void aFitStartsNewFiles() throws IOException {
    // GIVEN
    CsvStepsCB steps = new CsvStepsCB(csv());
    var learner = Toy.trainLearner(steps);
    learner.fit(3);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(lines(csv())).hasSize(3);
    assertThat(lines(csv()).get(1)).startsWith("0,0,0,");
  }

  @Test
  void aPassThatIsCancelledKeepsItsBatches() {
    // GIVEN
    Callback cancel =
        atEachBatch(
            () -> {
              throw new CancelEpochException("enough");
            });
    // WHEN
    Toy.trainLearner(metrics(), new JsonLinesCB(json()), cancel).fit(2);
    // THEN
    assertThat(lines(json())).hasSize(2).allMatch(line -> line.contains("\"batch\":0"));
  }

  @Test
  void aFitThatIsTakenUpAgainGoesOnBehindItsCheckpoint() throws IOException {
    // GIVEN the files of a fit that never stopped
    Toy.trainLearner(metrics(), new CsvStepsCB(csv()), new JsonLinesCB(json())).fit(3);
    String csv = Files.readString(csv());
    String json = Files.readString(json());
    // AND one that was killed some batches after its last checkpoint
    int[] batches = {0};
    Callback kill =
        atEachBatch(
            () -> {
              batches[0]++;
              if (batches[0] == 6) {
                throw new IllegalStateException("killed");
              }
            });
    assertThatThrownBy(
            () ->
                Toy.trainLearner(
                        metrics(),
                        new CsvStepsCB(csv()),
                        new JsonLinesCB(json()),
                        new CheckpointCB(folder),
                        kill)
                    .fit(3))
        .hasMessageContaining("killed");
    assertThat(lines(csv())).hasSize(5);
    // WHEN
    Toy.trainLearner(
            metrics(),
            new CsvStepsCB(csv()),
            new JsonLinesCB(json()),
            new CheckpointCB(folder).resume())
        .fit(3);
    // THEN
    assertThat(Files.readString(csv())).isEqualTo(csv);
    assertThat(Files.readString(json())).isEqualTo(json);
  }

  @Test
  void anInterruptedFitKeepsItsBatches() {
    // WHEN
    Toy.trainLearner(new CsvStepsCB(csv()), atEachBatch(() -> Thread.currentThread().interrupt()))
        .fit(1);
    // THEN
    assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
    assertThat(lines(csv())).hasSize(2);
  }

  @Test
  void aNameIsTakenOnce() {
    CsvStepsCB steps = new CsvStepsCB(csv()).number("decay", learn -> 0);
    assertThatThrownBy(() -> steps.number("decay", learn -> 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"decay\" is written already");
    assertThatThrownBy(() -> steps.number("step", learn -> 1))
        .hasMessageContaining("\"step\" is written already");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> Toy.trainLearner(new JsonLinesCB(folder)).fit(1))
        .hasMessageContaining("callback JsonLinesCB failed in")
        .hasMessageContaining("cannot write " + folder + ": ");
  }

  @Test
  void theStateIsASmallOne() {
    // GIVEN
    JsonLinesCB log = new JsonLinesCB(json());
    Toy.trainLearner(log).fit(1);
    // WHEN
    Map<String, Tensor> state = log.stateDict();
    // THEN
    assertThat(state).containsOnlyKeys("size");
    assertThat(state.get("size").item()).isEqualTo((double) json().toFile().length());
  }
}
