package ai.miniai.callback.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.learner.Toy;
import ai.miniai.metric.MulticlassAccuracy;
import com.google.common.base.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CsvLoggerCB and TimerCB. */
class LoggingCallbacksTest {
  @TempDir Path folder;

  private static MetricsCB metrics(String name) {
    return new MetricsCB(name, new MulticlassAccuracy()).log(row -> {});
  }

  private Path file() {
    return folder.resolve("new").resolve("log.csv");
  }

  // ---------------------------------------------------------------- CSV

  @Test
  void everyRowIsALineWithAllDigits() throws IOException {
    // GIVEN
    MetricsCB metrics = metrics("accuracy");
    // WHEN
    Toy.trainLearner(metrics, new CsvLoggerCB(file())).fit(1);
    // THEN
    Map<String, Double> train = metrics.rows().get(0).values();
    Map<String, Double> eval = metrics.rows().get(1).values();
    assertThat(Files.readString(file()))
        .isEqualTo(
            "epoch,mode,accuracy,loss\r\n0,train,%s,%s\r\n0,eval,%s,%s\r\n"
                .formatted(
                    train.get("accuracy"),
                    train.get("loss"),
                    eval.get("accuracy"),
                    eval.get("loss")));
  }

  @Test
  void namesAreQuotedWhereTheFormatAsksForIt() throws IOException {
    // WHEN
    Toy.trainLearner(metrics("top, \"1\""), new CsvLoggerCB(file())).fit(1);
    // THEN
    assertThat(Files.readString(file())).startsWith("epoch,mode,\"top, \"\"1\"\"\",loss\r\n");
  }

  @Test
  void aLineIsThereAsSoonAsItsPassHasEnded() {
    // GIVEN
    List<Integer> lines = new ArrayList<>();
    Callback reader =
        new Callback() {
          @Override
          public void cleanupEpoch() {
            try {
              lines.add(Files.readAllLines(file()).size());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    // WHEN
    Toy.trainLearner(metrics("a"), new CsvLoggerCB(file()), reader).fit(2);
    // THEN
    assertThat(lines).containsExactly(2, 3, 4, 5);
  }

  @Test
  void aFitThatIsTakenUpAgainGoesOnInTheSameFile() throws IOException {
    // GIVEN the file of a fit that never stopped
    Toy.trainLearner(metrics("a"), new CsvLoggerCB(file())).fit(3);
    String whole = Files.readString(file());
    // AND one that was killed after a row that its checkpoint does not have
    Callback kill =
        new Callback() {
          @Override
          public void cleanupEpoch() {
            if (training() && epoch() == 1) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThatThrownBy(
            () ->
                Toy.trainLearner(
                        metrics("a"), new CsvLoggerCB(file()), new CheckpointCB(folder), kill)
                    .fit(3))
        .hasMessageContaining("killed");
    // WHEN
    Toy.trainLearner(metrics("a"), new CsvLoggerCB(file()), new CheckpointCB(folder).resume())
        .fit(3);
    // THEN
    assertThat(Files.readString(file())).isEqualTo(whole);
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> Toy.trainLearner(metrics("a"), new CsvLoggerCB(folder)).fit(1))
        .hasMessageStartingWith(
            "callback CsvLoggerCB failed in afterEpoch: cannot write " + folder);
  }

  // ---------------------------------------------------------------- time

  @Test
  void countsBatchesAndItemsOfEachPass() {
    // GIVEN a clock that goes on by half a second whenever it is looked at
    Ticker clock =
        new Ticker() {
          private long now;

          @Override
          public long read() {
            return now += 500_000_000;
          }
        };
    List<String> log = new ArrayList<>();
    TimerCB timer = new TimerCB(clock).log(timing -> log.add(timing.toString()));
    // WHEN
    Toy.trainLearner(timer).fit(1);
    // THEN
    assertThat(timer.timings())
        .containsExactly(
            new TimerCB.Timing(0, true, 2, 4, 0.5), new TimerCB.Timing(0, false, 2, 4, 0.5));
    assertThat(log)
        .containsExactly(
            "epoch 0 train: 2 batches in 0.50 s, 8 items/s",
            "epoch 0 eval: 2 batches in 0.50 s, 8 items/s");
  }
}
