package ai.miniai.spark;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.parallel.Replica;
import ai.miniai.random.Seed;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The lesson's network on Fashion-MNIST, trained on a {@link LocalCluster}: {@code ./miniai spark
 * lesson --workers 2 --epochs 1}.
 */
public final class SparkLesson {
  private static final int BATCH_SIZE = 1024;
  private static final double LEARNING_RATE = 0.6;
  private static final int MEGABYTES = 1200;
  private static final String USAGE =
      "usage: ./miniai spark lesson [--workers N] [--epochs N], each 1 or more; 2 workers and 1 epoch"
          + " by default";

  private SparkLesson() {}

  /** Five convolutions, each of which halves height and width. */
  static Module network() {
    return new Sequential(
        new Conv2d(1, 8, 5, 2, 2),
        new ReLU(),
        new Conv2d(8, 16, 3, 2, 1),
        new ReLU(),
        new Conv2d(16, 32, 3, 2, 1),
        new ReLU(),
        new Conv2d(32, 64, 3, 2, 1),
        new ReLU(),
        new Conv2d(64, 10, 3, 2, 1),
        new Flatten());
  }

  private static Learner learner(Replica replica) {
    FashionMnist data = FashionMnist.load();
    return new TrainLearner(
        network(),
        replica.dataLoaders(data.train(), data.valid(), BATCH_SIZE),
        Losses::crossEntropy,
        LEARNING_RATE,
        new MetricsCB("accuracy", new MulticlassAccuracy()));
  }

  /** Trains, and prints the metrics. */
  public static void main(String... arguments) throws IOException {
    List<String> given = List.of(arguments);
    int workers = option(given, "--workers", 2);
    int epochs = option(given, "--epochs", 1);
    if (!given.contains("lesson") || workers < 1 || epochs < 1) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Path home = Files.createTempDirectory("miniai-spark-");
    try (LocalCluster cluster = LocalCluster.start(home, workers, MEGABYTES);
        SparkSession spark = cluster.session()) {
      Seed.set(1);
      SparkResult result =
          SparkLearner.on(spark.sparkContext())
              .workers(workers)
              .checkpoints(home.resolve("checkpoints").toUri().toString())
              .fit(epochs, SparkLesson::learner);
      result.metrics().forEach(System.out::println);
      System.out.println("the parameters of all ranks: " + result.fingerprint());
    } finally {
      MoreFiles.deleteRecursively(home, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** The number after {@code name}; 0 if it is none. */
  private static int option(List<String> given, String name, int usual) {
    int at = given.indexOf(name);
    if (at < 0) {
      return usual;
    }
    Integer number = at + 1 < given.size() ? Ints.tryParse(given.get(at + 1)) : null;
    return number == null ? 0 : number;
  }
}
