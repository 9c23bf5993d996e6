package ai.miniai.spark;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.parallel.OverlapCB;
import ai.miniai.parallel.Replica;
import ai.miniai.random.Generator;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.math.Quantiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What ranks pay in a step for the exchange of gradients. Fits of a few steps take turns, so that a
 * load on the machine that comes and goes falls on all of them.
 */
final class SparkCost {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final int STEPS = 15;
  private static final int BUCKET_BYTES = 1 << 20;

  private SparkCost() {}

  private enum Network {
    LESSON(1024),
    LARGE(64);

    private final int batchSize;

    Network(int batchSize) {
      this.batchSize = batchSize;
    }

    Module make() {
      return this == LESSON
          ? SparkLesson.network()
          : new Sequential(
              new Conv2d(1, 32, 5, 2, 2),
              new ReLU(),
              new Conv2d(32, 64, 3, 2, 1),
              new ReLU(),
              new Conv2d(64, 128, 3, 2, 1),
              new ReLU(),
              new Conv2d(128, 256, 3, 2, 1),
              new ReLU(),
              new Conv2d(256, 352, 3, 2, 1),
              new Flatten(),
              new Linear(352, CLASSES));
    }

    /** Random images: the same few again and again. */
    DataLoaders data(Replica replica) {
      float[] values = new Generator(1).normal(64 * SIDE * SIDE, 0, 1);
      List<Sample> some =
          IntStream.range(0, 64)
              .mapToObj(
                  i ->
                      Sample.of(
                          Arrays.copyOfRange(values, i * SIDE * SIDE, (i + 1) * SIDE * SIDE),
                          new long[] {1, SIDE, SIDE},
                          i % CLASSES))
              .toList();
      Dataset many =
          Dataset.of(
              IntStream.range(0, STEPS * batchSize).mapToObj(i -> some.get(i % 64)).toList());
      return replica.dataLoaders(many, Dataset.of(some), batchSize);
    }
  }

  /** What is measured. */
  private enum Way {
    /** The exchange alone, which all ranks begin at the same time. */
    EXCHANGE,
    /** A whole step with it. */
    STEP,
    /** A whole step whose exchange overlaps the backward pass. */
    OVERLAPPING
  }

  private record Case(Network network, Way way) {}

  private static Learner learner(Replica replica, Network network, Way way, Path file) {
    List<Callback> callbacks = new ArrayList<>();
    callbacks.add(new StepTimes(way == Way.EXCHANGE ? replica.ranks() : null, file));
    if (way == Way.OVERLAPPING) {
      callbacks.add(new OverlapCB().bucketBytes(BUCKET_BYTES).firstBucketBytes(BUCKET_BYTES / 4));
    }
    return new TrainLearner(
        network.make(),
        network.data(replica),
        Losses::crossEntropy,
        0.01,
        callbacks.toArray(new Callback[0]));
  }

  /**
   * Measures, and prints medians and quartiles.
   *
   * @param file for the times of a fit, on a disk that driver and executors share
   */
  static void measure(SparkLearner spark, int rounds, Path file) {
    ListMultimap<Case, Double> millis = ArrayListMultimap.create();
    String place = file.toString();
    for (int round = -1; round < rounds; round++) { // the first one warms up
      for (Network network : Network.values()) {
        for (Way way : Way.values()) {
          spark.fit(1, replica -> learner(replica, network, way, Path.of(place)));
          if (round >= 0) {
            millis.putAll(new Case(network, way), StepTimes.read(file));
          }
        }
      }
    }
    for (Network network : Network.values()) {
      System.out.printf(
          Locale.ROOT,
          "%s network, %,d parameters, batches of %,d:%n",
          network.name().toLowerCase(Locale.ROOT),
          network.make().parameters().values().stream().mapToLong(Tensor::length).sum(),
          network.batchSize);
      for (Way way : Way.values()) {
        List<Double> times = millis.get(new Case(network, way));
        System.out.printf(
            Locale.ROOT,
            "  %-11s %7.2f ms (quartiles %.2f and %.2f of %,d)%n",
            way.name().toLowerCase(Locale.ROOT),
            Quantiles.median().compute(times),
            Quantiles.quartiles().index(1).compute(times),
            Quantiles.quartiles().index(3).compute(times),
            times.size());
      }
    }
  }
}
