package ai.miniai.spark;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.Dataset;
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
import ai.miniai.optim.AdamW;
import ai.miniai.parallel.Replica;
import ai.miniai.random.Seed;

/** The lesson's network on Fashion-MNIST, trained on a cluster. */
final class SparkLesson {
  private static final int BATCH_SIZE = 1024;
  private static final double LEARNING_RATE = 0.02;

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

  private static Learner learner(Replica replica, int limit) {
    FashionMnist data = FashionMnist.load();
    return new TrainLearner(
            network(),
            replica.dataLoaders(first(data.train(), limit), first(data.valid(), limit), BATCH_SIZE),
            Losses::crossEntropy,
            LEARNING_RATE,
            new MetricsCB("accuracy", new MulticlassAccuracy()))
        .optimizer(AdamW::new);
  }

  private static Dataset first(Dataset images, int limit) {
    return images.subset(0, Math.min(limit, images.size()));
  }

  /** Trains with the first {@code limit} images, and prints the metrics. */
  static SparkResult train(SparkLearner spark, int epochs, int limit) {
    Seed.set(1);
    SparkResult result = spark.fit(epochs, replica -> learner(replica, limit));
    result.metrics().forEach(System.out::println);
    System.out.println("the parameters of all ranks: " + result.fingerprint());
    return result;
  }
}
