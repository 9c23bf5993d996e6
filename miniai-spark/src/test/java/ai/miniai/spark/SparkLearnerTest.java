package ai.miniai.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.learner.Learner;
import ai.miniai.nn.Module;
import ai.miniai.parallel.Fingerprint;
import ai.miniai.random.Seed;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Training on a cluster of two executors, each a process of its own. */
@Timeout(600)
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = LocalCluster.NEEDS)
class SparkLearnerTest {
  private static final int EPOCHS = 2;

  @TempDir static Path home;
  private static LocalCluster cluster;
  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(home, 2, 600);
    spark = cluster.session();
  }

  @AfterAll
  static void end() {
    if (spark != null) {
      spark.stop();
    }
    cluster.close();
  }

  private static SparkLearner learner(int workers) {
    Seed.set(9);
    return SparkLearner.on(JavaSparkContext.fromSparkContext(spark.sparkContext()))
        .workers(workers)
        .timeout(Duration.ofSeconds(60))
        .patience(Duration.ofMinutes(3));
  }

  private static double[] numbers(Module model) {
    return model.parameters().values().stream()
        .flatMapToDouble(one -> Arrays.stream(one.toDoubles()))
        .toArray();
  }

  @Test
  void twoWorkersTrainAsOneLearner() {
    Seed.set(9);
    Learner alone = Job.learner(Job.data());
    alone.fit(EPOCHS); // 2 · 11 steps
    SparkResult result = learner(2).fit(EPOCHS, Job::learner);
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.cancelReason()).isEmpty();
    assertThat(Fingerprint.of(result.model())).isEqualTo(result.fingerprint());
    assertThat(numbers(result.model())).containsExactly(numbers(alone.model()), within(1e-5));
    List<MetricsCB.Row> rows = result.metrics();
    assertThat(rows).hasSize(2 * EPOCHS);
    assertThat(rows.get(3).values().get("loss")).isBetween(0.1, 1.1);
    RunRecord record = result.record().orElseThrow();
    Recording activations = result.recordings().get(0);
    assertThat(activations.columns()).hasSize(22);
    assertThat(activations.layers().get(0).columns().get(0).size())
        .isEqualTo(Job.BATCH * 4L * 4 * 4);
    assertThat(record.losses().training()).hasSize(22);
    assertThat(record.recordings())
        .allSatisfy(
            one ->
                assertThat(one.layers().get(0).columns().get(0).size() % Job.BATCH).isEqualTo(0));
  }

  @Test
  void anExecutorThatIsKilledAnywhereChangesNothing() throws Exception {
    String whole = learner(2).fit(EPOCHS, SparkLearnerTest::slow).fingerprint();
    Random random = new Random();
    for (int time = 0; time < 3; time++) {
      Path run = folder.resolve("run" + time);
      long pause = random.nextInt(1500);
      int which = random.nextInt(2);
      Thread killer =
          new Thread(
              () -> {
                waitFor(run.resolve(CheckpointCB.LAST));
                sleep(pause);
                cluster.executors().get(which).destroyForcibly();
              });
      killer.start();
      SparkResult result =
          learner(2)
              .checkpoints(run.toUri().toString())
              .every(2)
              .fit(EPOCHS, SparkLearnerTest::slow);
      killer.join();
      assertThat(result.fingerprint()).as("killed %s after %s ms", which, pause).isEqualTo(whole);
      assertThat(result.attempts()).isEqualTo(2);
    }
  }

  /** Takes 100 ms more for a batch, so that there is something to interrupt. */
  private static Learner slow(ai.miniai.parallel.Replica replica) {
    return Job.learner(
        replica.shard(Job.data()),
        new Callback() {
          @Override
          public void afterPredict() {
            if (training()) {
              SparkLearnerTest.sleep(100);
            }
          }
        });
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis); // leaves time to kill an executor in the middle
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitFor(Path file) {
    while (!Files.exists(file)) {
      sleep(10);
    }
  }

  @Test
  void aTaskThatFailsOnceIsResumed() {
    String whole = learner(2).fit(EPOCHS, Job::learner).fingerprint();
    SparkResult result =
        learner(2)
            .checkpoints(folder.resolve("run").toUri().toString())
            .every(3)
            .fit(EPOCHS, failingOnce(folder.resolve("failed").toString()));
    assertThat(result.fingerprint()).isEqualTo(whole);
    assertThat(result.attempts()).isEqualTo(2);
  }

  private static LearnerFactory failingOnce(String marker) {
    return replica -> Job.learner(replica.shard(Job.data()), new FailOnce(marker));
  }

  @Test
  void rowsOfATableAreThereAgainAfterAFailure() {
    RowData data =
        new RowData(Job.table(spark, Job.ITEMS, 1), Job.table(spark, 101, 2), Job::item, Job.BATCH);
    String whole =
        learner(2).fit(EPOCHS, data, (replica, share) -> Job.learner(share)).fingerprint();
    String marker = folder.resolve("failed").toString();
    SparkResult result =
        learner(2)
            .checkpoints(folder.resolve("run").toUri().toString())
            .every(3)
            .fit(EPOCHS, data, (replica, share) -> Job.learner(share, new FailOnce(marker)));
    assertThat(result.fingerprint()).isEqualTo(whole);
    assertThat(result.attempts()).isEqualTo(2);
  }

  /** Fails in the second epoch of rank 1, if it has not done so before. */
  private static final class FailOnce extends Callback {
    private final String marker;

    FailOnce(String marker) {
      this.marker = marker;
    }

    @Override
    public void afterLoss() {
      boolean there = epoch() == 1 && learn().iteration() == 5;
      if (there && learn().rank() == 1 && isFirst(marker)) {
        throw new IllegalStateException("a cosmic ray");
      }
    }
  }

  private static boolean isFirst(String marker) {
    try {
      Path file = Path.of(marker);
      if (Files.exists(file)) {
        return false;
      }
      Files.createFile(file);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTaskThatAlwaysFailsIsOneClearError() {
    assertThatThrownBy(
            () ->
                learner(2)
                    .fit(
                        1,
                        replica -> {
                          if (replica.rank() == 1) {
                            throw new IllegalStateException("no data on this machine");
                          }
                          return Job.learner(replica);
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the training failed on Spark: ")
        .hasMessageContaining("no data on this machine");
  }

  @Test
  void aCancelledFitTellsWhy() {
    SparkResult result = learner(2).fit(5, cancelling());
    assertThat(result.cancelReason()).hasValue("rank 1: that is enough");
    assertThat(result.metrics()).hasSize(2);
  }

  private static LearnerFactory cancelling() {
    return replica ->
        Job.learner(
            replica.shard(Job.data()),
            new Callback() {
              @Override
              public void afterBatch() {
                if (replica.rank() == 1 && epoch() == 1) {
                  throw new CancelFitException("that is enough");
                }
              }
            });
  }

  @Test
  void whatCannotBeSentIsNamed() {
    Object outside = new Object();
    assertThatThrownBy(
            () ->
                learner(2)
                    .fit(
                        1,
                        replica -> {
                          assertThat(outside).isNotNull();
                          return Job.learner(replica);
                        }))
        .hasMessageContaining(
            "the factory cannot be sent to the tasks, because it uses a java.lang.Object");
  }

  @Test
  void anotherNumberOfWorkersGoesOn() {
    String run = folder.resolve("run").toUri().toString();
    learner(2).checkpoints(run).fit(1, Job::learner);
    assertThatThrownBy(() -> learner(1).checkpoints(run).fit(1, Job::learner))
        .hasMessageContaining("holds an earlier training");
    Seed.set(9);
    SparkResult result = learner(1).checkpoints(run).resume().fit(EPOCHS, Job::learner);
    Seed.set(9);
    Learner alone = Job.learner(Job.data());
    alone.fit(EPOCHS);
    assertThat(numbers(result.model())).containsExactly(numbers(alone.model()), within(1e-5));
    SparkResult anew = learner(1).checkpoints(run).overwrite().fit(0, Job::learner);
    assertThat(anew.metrics()).isEmpty();
  }

  @Test
  void tooFewSlotsAreRefusedInOneLine() {
    assertThatThrownBy(() -> learner(3).patience(Duration.ofMillis(100)).fit(1, Job::learner))
        .hasMessage(
            "3 workers need as many slots at once, but the cluster gives this application 2: take"
                + " fewer workers, or more executors or cores (spark.executor.cores,"
                + " spark.cores.max, spark.task.cpus)");
  }

  @Test
  void whatWouldStartRanksTwiceOrLateIsRefused() {
    for (String option : List.of("spark.dynamicAllocation.enabled", "spark.speculation")) {
      spark.sparkContext().conf().set(option, "true");
      try {
        assertThatThrownBy(() -> learner(2).fit(1, Job::learner))
            .hasMessageContaining(option + " is true: set it to false");
      } finally {
        spark.sparkContext().conf().remove(option);
      }
    }
  }

  @Test
  void stateOfAModelWithoutTheFactory() {
    Map<String, Tensor> state = learner(1).fit(1, Job::learner).stateDict();
    Module model = Job.model();
    model.loadStateDict(state);
    assertThat(state).hasSize(4);
  }
}
