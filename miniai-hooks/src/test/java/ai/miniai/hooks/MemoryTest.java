package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.device.MemoryUse;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Sequential;
import ai.miniai.tensor.Autograd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Long fits hold no more memory than short ones. What is still in use after a collection goes up
 * and down by tens of MB, as malloc keeps parts of what it has been given back, so the highest of
 * the first readings is compared with the highest of the last.
 */
@Tag("slow")
class MemoryTest {
  /** Allowed between the first readings and the last: what malloc may keep. */
  private static final long NOISE = 64;

  private final List<Long> megabytes = new ArrayList<>();

  private void read() {
    megabytes.add(MemoryUse.settled().resident() >> 20);
  }

  /** Reads after every {@code interval} training batches. */
  private Callback readingEvery(int interval) {
    return new Callback() {
      private int steps;

      @Override
      public void cleanupBatch() {
        if (training()) {
          steps++;
          if (steps % interval == 0) {
            read();
          }
        }
      }
    };
  }

  /** Three readings at the beginning, without the first {@code skipped}, against the last three. */
  private void assertFlat(int skipped) {
    long early = Collections.max(megabytes.subList(skipped, skipped + 3));
    long late = Collections.max(megabytes.subList(megabytes.size() - 3, megabytes.size()));
    assertThat(late)
        .as("resident memory in MB, over the fit: %s", megabytes)
        .isLessThan(early + NOISE);
  }

  @Test
  void staysFlatOverFiveThousandSteps() {
    // GIVEN the lesson's network, shuffled and prefetched, with metrics and statistics on
    ActivationStats stats = new ActivationStats(Conv2d.class).atMost(1000);
    MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    DataLoaders dls = DataLoaders.of(Pictures.random(4000, 28, 1), Pictures.random(64, 28, 2), 16);
    // WHEN
    new TrainLearner(
            Pictures.lesson(), dls, Losses::crossEntropy, 0.05, metrics, stats, readingEvery(500))
        .fit(20);
    // THEN the 4,000 steps after the first 1,000 cost less than 16 kB each
    assertThat(megabytes).hasSize(10);
    assertFlat(1);
  }

  @Test
  void staysFlatWhereValidationBatchesAreLargerAndTheLastIsShort() {
    // GIVEN
    Dataset valid = Pictures.random(150, 28, 2);
    DataLoaders dls =
        new DataLoaders(DataLoader.of(Pictures.random(40, 28, 1), 16), DataLoader.of(valid, 64));
    MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    Sequential model = Pictures.lesson();
    // WHEN 200 epochs of three batches each
    new TrainLearner(model, dls, Losses::crossEntropy, 0.02, metrics, readingEvery(60)).fit(200);
    // THEN
    assertThat(megabytes).hasSize(10);
    assertFlat(1);
    Batch whole = DataLoader.of(valid, 150).iterate().next();
    double loss = Autograd.noGrad(() -> model.call(whole.x()).crossEntropy(whole.y()).item());
    assertThat(metrics.rows().get(399).values().get("loss")).isCloseTo(loss, within(1e-5));
  }

  @Test
  void staysFlatOverManyFitsThatFailOrAreCancelledInTheMiddleOfABatch() {
    // GIVEN a learner whose fits end between forward and backward
    boolean[] fails = {true};
    Callback ending =
        new Callback() {
          @Override
          public void afterLoss() {
            if (learn().iteration() == 1) {
              fails[0] = !fails[0];
              throw fails[0] ? new IllegalStateException("by intent") : new CancelFitException();
            }
          }
        };
    Learner learner =
        new TrainLearner(
            Pictures.lesson(),
            DataLoaders.of(Pictures.random(512, 28, 1), Pictures.random(16, 28, 2), 64),
            Losses::crossEntropy,
            0.05,
            new ActivationStats(Conv2d.class),
            ending);
    // WHEN
    for (int i = 0; i < 240; i++) {
      if (fails[0]) {
        learner.fit(1);
      } else {
        assertThatThrownBy(() -> learner.fit(1)).hasMessageContaining("by intent");
      }
      if (i % 24 == 23) {
        read();
      }
    }
    // THEN
    assertFlat(1);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("miniai-prefetch");
  }

  /**
   * In a JVM whose heap is taken whole from the beginning: what grows then is outside of it.
   * Nothing is set for malloc or OpenMP, as where somebody starts a program by {@code java -cp}.
   */
  @Test
  void staysFlatInAProgramOfItsOwnThatRecordsEverything() throws Exception {
    // GIVEN
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            SmallSteps.class.getName(),
            "5000");
    child.environment().keySet().removeIf(name -> name.matches("(G?OMP|MALLOC)_.*|GLIBC_TUNABLES"));
    // WHEN
    Process program = child.redirectErrorStream(true).start();
    List<String> printed = program.inputReader(StandardCharsets.UTF_8).lines().toList();
    // THEN
    assertThat(program.waitFor()).as("%s", printed).isZero();
    printed.stream()
        .filter(line -> line.startsWith("MB "))
        .map(line -> Long.valueOf(line.substring(3)))
        .forEach(megabytes::add);
    assertThat(megabytes).hasSize(10);
    assertFlat(1);
  }
}
