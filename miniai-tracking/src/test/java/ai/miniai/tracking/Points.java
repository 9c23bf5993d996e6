package ai.miniai.tracking;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import java.util.stream.IntStream;

/** A small problem to learn: points in the plane, and in which half they lie. */
final class Points {
  /** The number of training batches in an epoch. */
  static final int BATCHES = 4;

  private Points() {}

  private static Dataset points(int n, long seed) {
    float[] values = new Generator(seed).normal(2 * n, 0, 1);
    return Dataset.of(
        IntStream.range(0, n)
            .mapToObj(
                i -> {
                  float[] point = {values[2 * i], values[2 * i + 1]};
                  return Sample.of(point, new long[] {2}, point[0] > point[1] ? 1 : 0);
                })
            .toList());
  }

  /** The same network with the same weights each time. */
  static TrainLearner learner(Callback... callbacks) {
    return learner(0.1, callbacks);
  }

  static TrainLearner learner(double lr, Callback... callbacks) {
    Seed.set(7);
    Sequential model = new Sequential(new Linear(2, 8), new ReLU(), new Linear(8, 2));
    DataLoaders dls = DataLoaders.of(points(8 * BATCHES, 1), points(16, 2), 8);
    return new TrainLearner(model, dls, Losses::crossEntropy, lr, callbacks);
  }

  /** A silent one, with the accuracy. */
  static MetricsCB metrics() {
    return new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
  }

  /** Fails at the end of this training batch of the fit. */
  static Callback killAfter(int batch) {
    return new Callback() {
      @Override
      public int order() {
        return 2;
      }

      @Override
      public void afterBatch() {
        if (training() && epoch() * BATCHES + learn().iteration() == batch) {
          throw new IllegalStateException("killed");
        }
      }
    };
  }
}
