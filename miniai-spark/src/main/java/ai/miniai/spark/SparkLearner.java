package ai.miniai.spark;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.random.Seed;
import com.google.common.collect.ImmutableList;
import com.google.common.io.BaseEncoding;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Trains a learner on a Spark cluster: one rank per task, all at once, each with its share of every
 * batch. See {@code DataParallelCB} for what ranks exchange.
 *
 * <pre>{@code
 * SparkResult result =
 *     SparkLearner.on(sc)
 *         .workers(4)
 *         .checkpoints("hdfs:///runs/7")
 *         .fit(
 *             10,
 *             replica ->
 *                 new TrainLearner(
 *                     model(),
 *                     replica.dataLoaders(train(), valid(), 1024),
 *                     Losses::crossEntropy,
 *                     0.1,
 *                     new MetricsCB("accuracy", new MulticlassAccuracy())));
 * }</pre>
 *
 * <p>The data are what the function opens in each task, such as files in a shared folder, or the
 * rows of Spark tables ({@link RowData}).
 *
 * <p>If a task fails or an executor is lost, Spark starts all ranks again, at most four times in a
 * row ({@code spark.stage.maxConsecutiveAttempts}). They go on from the last checkpoint, and end
 * with the same weights as without the failure; without {@link #checkpoints} they begin anew. The
 * number of workers may differ from that of the checkpoint.
 *
 * <p>Callbacks that print or draw run on rank 0 only, in its executor. Give no {@code CheckpointCB}
 * of your own.
 */
public final class SparkLearner {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration REGISTRATION = Duration.ofSeconds(30);
  private static final int SECRET_BYTES = 32;

  private final SparkContext sc;
  private int workers = 1;
  private @Nullable String folder;
  private int every = Integer.MAX_VALUE;
  private boolean resumes;
  private boolean overwrites;
  private Duration timeout = TIMEOUT;
  private Duration patience = REGISTRATION;

  private SparkLearner(SparkContext sc) {
    this.sc = sc;
  }

  /** On this cluster. */
  public static SparkLearner on(SparkContext sc) {
    return new SparkLearner(sc);
  }

  /** On this cluster. */
  public static SparkLearner on(JavaSparkContext sc) {
    return on(sc.sc());
  }

  /** The number of ranks, each a task; 1 by default. */
  public SparkLearner workers(int count) {
    checkArgument(count > 0, "expected 1 worker or more, got %s", count);
    workers = count;
    return this;
  }

  /**
   * Where rank 0 saves checkpoints, before each pass through the data except the first and at the
   * end. The folder must not hold those of another fit, unless {@link #resume} or {@link
   * #overwrite} is called.
   *
   * @param uri a folder that all executors reach, on any file system of Hadoop's
   */
  public SparkLearner checkpoints(String uri) {
    folder = uri;
    return this;
  }

  /** Also saves after every {@code batches} training batches, counted in each epoch. */
  public SparkLearner every(int batches) {
    checkArgument(batches > 0, "expected 1 batch or more between checkpoints, got %s", batches);
    every = batches;
    return this;
  }

  /** Goes on from the checkpoint in the folder, if there is one, with any number of workers. */
  public SparkLearner resume() {
    resumes = true;
    return this;
  }

  /** Deletes the checkpoint in the folder. */
  public SparkLearner overwrite() {
    overwrites = true;
    return this;
  }

  /** How long a rank waits for another; 5 minutes by default. */
  public SparkLearner timeout(Duration longest) {
    checkArgument(
        !longest.isNegative() && !longest.isZero(), "expected a time above 0, got %s", longest);
    timeout = longest;
    return this;
  }

  /** How long executors may take to register before it is an error; 30 seconds by default. */
  public SparkLearner patience(Duration longest) {
    checkArgument(!longest.isNegative(), "expected a time of 0 or more, got %s", longest);
    patience = longest;
    return this;
  }

  /**
   * Trains, and waits for the end.
   *
   * @param epochs 0 or more
   * @param factory makes the learner of each rank
   * @throws IllegalArgumentException if the factory cannot be serialized
   * @throws IllegalStateException if the cluster cannot run all ranks at once, the folder holds
   *     another training, or the training fails; the message of the last failure is in it
   */
  public SparkResult fit(int epochs, LearnerFactory factory) {
    Sendable.check(factory, "factory");
    JavaRDD<byte[]> nothing =
        JavaSparkContext.fromSparkContext(sc).parallelize(ImmutableList.<byte[]>of(), workers);
    return fit(epochs, (replica, train, valid) -> factory.make(replica), nothing);
  }

  /**
   * Trains with the rows of Spark tables, and waits for the end.
   *
   * @param epochs 0 or more
   * @param factory makes the learner of each rank, with its share of the rows. {@link
   *     SparkResult#model} calls it with loaders that have no items
   * @throws IllegalArgumentException as {@link #fit(int, LearnerFactory)}
   * @throws IllegalStateException as {@link #fit(int, LearnerFactory)}
   */
  public SparkResult fit(int epochs, RowData data, RowLearnerFactory factory) {
    Sendable.check(factory, "factory");
    return fit(epochs, data.factory(factory), data.forRanks(workers));
  }

  /** {@code items}: a partition for each rank. */
  private SparkResult fit(int epochs, TaskFactory factory, JavaRDD<byte[]> items) {
    checkArgument(epochs >= 0, "the number of epochs must not be negative: %s", epochs);
    Cluster.check(sc, workers, patience);
    SharedFolder shared = prepareFolder();
    Plan plan =
        new Plan(epochs, factory, Seed.generator().seed(), secret(), timeout, shared, every);
    return new SparkResult(factory, run(plan, items));
  }

  private @Nullable SharedFolder prepareFolder() {
    String uri = folder;
    if (uri == null) {
      checkArgument(
          !resumes && !overwrites && every == Integer.MAX_VALUE,
          "there is no folder of checkpoints: give one to checkpoints(...)");
      return null;
    }
    checkArgument(!(resumes && overwrites), "it is either resume() or overwrite(), not both");
    SharedFolder shared =
        new SharedFolder(uri, new SerializableConfiguration(sc.hadoopConfiguration()));
    shared.create();
    if (overwrites) {
      shared.deleteAll(CheckpointCB.LAST);
    }
    shared.recover(CheckpointCB.LAST);
    checkState(
        resumes || !shared.has(CheckpointCB.LAST),
        "%s holds an earlier training: go on from it with resume(), replace it with overwrite(), or"
            + " choose another folder",
        uri);
    return shared;
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return BaseEncoding.base64().encode(bytes);
  }

  /** The stage ends in a shuffle: Spark tries such a barrier stage again, and no other. */
  private static List<RankReport> run(Plan plan, JavaRDD<byte[]> items) {
    ClassTag<RankReport> tag = ClassTag$.MODULE$.apply(RankReport.class);
    RDD<RankReport> reports = items.rdd().barrier().mapPartitions(new RankTask(plan), false, tag);
    try {
      return JavaRDD.fromRDD(reports, tag).repartition(1).collect().stream()
          .sorted(Comparator.comparing(RankReport::rank))
          .toList();
    } catch (Exception e) { // SparkException is checked, and Scala does not declare it
      if (e instanceof SparkException || e.getCause() instanceof SparkException) {
        throw new IllegalStateException("the training failed on Spark: " + e.getMessage(), e);
      }
      throw e;
    }
  }
}
