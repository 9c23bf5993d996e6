package ai.miniai.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.parallel.Fingerprint;
import ai.miniai.random.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Two ranks in one executor do not drift apart: each has random numbers of its own. */
@Timeout(240)
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = LocalCluster.NEEDS)
class SparkInOneProcessTest {
  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = InProcess.spark();
  }

  @AfterAll
  static void end() {
    spark.stop();
  }

  private static SparkLearner learner() {
    Seed.set(9);
    return SparkLearner.on(spark.sparkContext()).workers(2).timeout(Duration.ofSeconds(60));
  }

  private static double[] weights(Learner learner) {
    return learner.model().parameters().values().iterator().next().toDoubles();
  }

  @Test
  void twoRanksTrainAsOneLearner() {
    Seed.set(9);
    Learner alone = Job.learner(Job.data());
    alone.fit(2);
    SparkResult result = learner().fit(2, Job::learner);
    assertThat(result.model().parameters().values().iterator().next().toDoubles())
        .containsExactly(weights(alone), within(1e-5));
    assertThat(result.metrics()).hasSize(4);
    assertThat(result.recordings()).hasSize(2);
    assertThat(result.attempts()).isEqualTo(1);
  }

  @Test
  void theCodeOfThePageRuns() {
    SparkResult result =
        PageCode.train(spark.sparkContext(), folder.resolve("page").toUri().toString());
    assertThat(result.metrics()).hasSize(20);
    SparkResult ofRows =
        PageCode.train(
            spark.sparkContext(), Job.table(spark, Job.ITEMS, 1), Job.table(spark, 101, 2));
    assertThat(ofRows.metrics()).hasSize(20);
    assertThat(PageCode.predict(spark.range(5).selectExpr("cast(id as int)"), result))
        .extracting(row -> row.getInt(0))
        .containsExactly(0, 1, 2, 3, 4);
  }

  private static SparkResult fitRows(SparkLearner learner) {
    return learner.fit(
        2,
        new RowData(Job.table(spark, Job.ITEMS, 1), Job.table(spark, 101, 2), Job::item, Job.BATCH),
        (replica, share) -> Job.learner(share));
  }

  private static SparkResult fitMemory(SparkLearner learner) {
    return learner.fit(
        2,
        replica ->
            Job.learner(
                replica.dataLoaders(Job.pictures(Job.ITEMS, 1), Job.pictures(101, 2), Job.BATCH)));
  }

  @Test
  void rowsOfATableTrainAsTheSameItemsInMemory() {
    assertThat(Job.table(spark, Job.ITEMS, 1).javaRDD().getNumPartitions()).isGreaterThan(1);
    SparkResult memory = fitMemory(learner());
    SparkResult rows = fitRows(learner());
    assertThat(rows.fingerprint()).isEqualTo(memory.fingerprint());
    assertThat(rows.metrics()).isEqualTo(memory.metrics());
    assertThat(Fingerprint.of(rows.model())).isEqualTo(rows.fingerprint());
    Seed.set(9);
    Learner alone =
        Job.learner(DataLoaders.of(Job.pictures(Job.ITEMS, 1), Job.pictures(101, 2), Job.BATCH));
    alone.fit(2);
    assertThat(rows.model().parameters().values().iterator().next().toDoubles())
        .containsExactly(weights(alone), within(1e-5));
  }

  @Test
  void rowsThatCannotBeMappedAreAnError() {
    assertThatThrownBy(
            () ->
                learner()
                    .fit(
                        1,
                        new RowData(
                            spark.range(5).toDF(), spark.range(5).toDF(), Job::item, Job.BATCH),
                        (replica, share) -> Job.learner(share)))
        .hasMessageStartingWith("the training failed on Spark: ");
    Object outside = new Object();
    assertThatThrownBy(
            () ->
                new RowData(
                    spark.range(5).toDF(),
                    spark.range(5).toDF(),
                    row -> Job.item(outside.equals(row) ? RowFactory.create() : row),
                    Job.BATCH))
        .hasMessageContaining("the mapper cannot be sent to the tasks");
  }

  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private static LearnerFactory failingOnce() {
    return replica ->
        Job.learner(
            replica.shard(Job.data()),
            new Callback() {
              @Override
              public void afterLoss() {
                boolean there = epoch() == 1 && learn().iteration() == 5;
                if (there && replica.rank() == 0 && !FAILED.getAndSet(true)) {
                  throw new IllegalStateException("once");
                }
              }
            });
  }

  @Test
  void anAttemptGoesOnFromTheCheckpoint() {
    String whole = learner().fit(2, Job::learner).fingerprint();
    String run = folder.resolve("run").toUri().toString();
    SparkResult result = learner().checkpoints(run).every(4).fit(2, failingOnce());
    assertThat(result.fingerprint()).isEqualTo(whole);
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(Files.exists(folder.resolve("run").resolve("last.safetensors"))).isTrue();
    assertThatThrownBy(() -> learner().checkpoints(run).fit(2, Job::learner))
        .hasMessageContaining("holds an earlier training");
    assertThat(learner().checkpoints(run).resume().fit(2, Job::learner).fingerprint())
        .isEqualTo(whole);
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> learner().workers(0)).hasMessageContaining("1 worker or more");
    assertThatThrownBy(() -> learner().every(3).fit(1, Job::learner))
        .hasMessageContaining("there is no folder of checkpoints");
    assertThatThrownBy(() -> learner().resume().overwrite().checkpoints("x").fit(1, Job::learner))
        .hasMessageContaining("either resume() or overwrite()");
    assertThatThrownBy(() -> learner().fit(-1, Job::learner)).hasMessageContaining("-1");
  }
}
