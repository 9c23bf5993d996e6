package ai.miniai.learner;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A small problem to learn: points in three dimensions, and which of three classes they are. */
public final class Toy {
  /** The classes. */
  public static final int CLASSES = 3;

  private Toy() {}

  /** {@code n} points: the class is the number of the largest coordinate. */
  public static Dataset points(int n, long seed) {
    float[] values = new Generator(seed).normal(n * CLASSES, 0, 1);
    return Dataset.of(
        IntStream.range(0, n)
            .mapToObj(
                i -> {
                  float[] point = new float[CLASSES];
                  System.arraycopy(values, i * CLASSES, point, 0, CLASSES);
                  return Sample.of(point, new long[] {CLASSES}, largest(point));
                })
            .toList());
  }

  private static int largest(float... point) {
    return IntStream.range(0, point.length)
        .reduce(0, (best, i) -> point[i] > point[best] ? i : best);
  }

  /** Two batches of two to train on, two batches of two to check on. */
  public static DataLoaders data() {
    return new DataLoaders(DataLoader.of(points(4, 1), 2), DataLoader.of(points(4, 2), 2));
  }

  /** {@code n} points in batches of {@code size}, to train on in random order and to check on. */
  public static DataLoaders data(int n, int size) {
    return DataLoaders.of(points(n, 1), points(n, 2), size);
  }

  /** The same two layers with the same weights each time. */
  public static Sequential model() {
    Seed.set(7);
    return new Sequential(new Linear(CLASSES, 8), new ReLU(), new Linear(8, CLASSES));
  }

  /** A plain learner. */
  public static Learner learner(Callback... callbacks) {
    return new Learner(model(), data(), Losses::crossEntropy, 0.1, callbacks);
  }

  /** A learner that trains by itself. */
  public static TrainLearner trainLearner(Callback... callbacks) {
    return new TrainLearner(model(), data(), Losses::crossEntropy, 0.1, callbacks);
  }

  /** All weights. */
  public static Map<String, double[]> weights(Module model) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    model.parameters().forEach((name, value) -> weights.put(name, value.toDoubles()));
    return weights;
  }
}
