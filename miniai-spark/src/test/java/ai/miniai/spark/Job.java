package ai.miniai.spark;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.AdamW;
import ai.miniai.parallel.Replica;
import ai.miniai.random.Generator;
import ai.miniai.recording.RunRecorderCB;
import com.google.common.collect.ObjectArrays;
import com.google.common.primitives.Floats;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A small training: which of three rows of a picture is the brightest. */
final class Job {
  static final int SIDE = 6;
  static final int ITEMS = 403;
  static final int BATCH = 40;

  private Job() {}

  static Dataset pictures(int n, long seed) {
    float[] values = new Generator(seed).normal(n * SIDE * SIDE, 0, 1);
    return Dataset.of(
        IntStream.range(0, n)
            .mapToObj(
                i ->
                    Sample.of(
                        Arrays.copyOfRange(values, i * SIDE * SIDE, (i + 1) * SIDE * SIDE),
                        new long[] {1, SIDE, SIDE},
                        brightest(values, i * SIDE * SIDE)))
            .toList());
  }

  private static int brightest(float[] values, int from) {
    double[] sums = new double[SIDE / 2];
    for (int i = 0; i < SIDE * SIDE; i++) {
      sums[i / (2 * SIDE)] += values[from + i];
    }
    return IntStream.range(0, sums.length).reduce(0, (a, b) -> sums[b] > sums[a] ? b : a);
  }

  /** The same as a table: pixels and label. */
  static org.apache.spark.sql.Dataset<Row> table(SparkSession spark, int n, long seed) {
    Dataset pictures = pictures(n, seed);
    StructType schema =
        new StructType()
            .add("pixels", DataTypes.createArrayType(DataTypes.FloatType, false), false)
            .add("label", DataTypes.IntegerType, false);
    return spark.createDataFrame(
        IntStream.range(0, n)
            .mapToObj(
                i ->
                    RowFactory.create(
                        (float[]) pictures.get(i).arrays().get(0).values(),
                        (int) pictures.get(i).label()))
            .toList(),
        schema);
  }

  /** A row as an item. */
  static Sample item(Row row) {
    return Sample.of(
        Floats.toArray(row.<Float>getList(0)), new long[] {1, SIDE, SIDE}, row.getInt(1));
  }

  static DataLoaders data() {
    return new DataLoaders(
        DataLoader.of(pictures(ITEMS, 1), BATCH).shuffle(true),
        DataLoader.of(pictures(101, 2), BATCH));
  }

  static Module model() {
    return new Sequential(new Conv2d(1, 4, 3), new ReLU(), new Flatten(), new Linear(4 * 4 * 4, 3));
  }

  /** The learner, with metrics and a recording. */
  static Learner learner(DataLoaders dls, Callback... callbacks) {
    ActivationStats stats = new ActivationStats();
    Callback[] usual = {
      stats,
      new RunRecorderCB(stats),
      new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {})
    };
    return new TrainLearner(
            model(),
            dls,
            Losses::crossEntropy,
            0.01,
            ObjectArrays.concat(usual, callbacks, Callback.class))
        .optimizer(AdamW::new);
  }

  static Learner learner(Replica replica) {
    return learner(replica.shard(data()));
  }
}
