package ai.miniai.notebook;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Seed;
import java.util.List;

/** A small problem: four points in two classes, in two batches. */
final class Fits {
  private static final Dataset POINTS =
      Dataset.of(List.of(point(1, 2, 0), point(-1, -3, 1), point(2, 1, 0), point(-2, 0, 1)));

  private Fits() {}

  private static Sample point(float x, float y, int side) {
    return Sample.of(new float[] {x, y}, new long[] {2}, side);
  }

  static Sequential model() {
    Seed.set(1);
    return new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 2));
  }

  static TrainLearner learner(Callback... callbacks) {
    DataLoaders dls = new DataLoaders(DataLoader.of(POINTS, 2), DataLoader.of(POINTS, 2));
    return new TrainLearner(model(), dls, Losses::crossEntropy, 0.1, callbacks);
  }
}
