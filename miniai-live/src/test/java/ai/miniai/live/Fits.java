package ai.miniai.live;

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
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import java.util.List;
import java.util.stream.IntStream;

/** Small fits: points in the plane, of which the larger coordinate is the class. */
final class Fits {
  private static final int SIZE = 8;

  private Fits() {}

  /** With {@code batches} training batches in an epoch. */
  static TrainLearner learner(int batches, Callback... callbacks) {
    Seed.set(1);
    Sequential model = new Sequential(new Linear(2, 4), new ReLU(), new Linear(4, 2));
    return new TrainLearner(model, points(batches), Losses::crossEntropy, 0.1, callbacks);
  }

  private static DataLoaders points(int batches) {
    Generator generator = new Generator(2);
    List<Sample> samples =
        IntStream.range(0, batches * SIZE)
            .mapToObj(i -> generator.uniform(2, -2, 2))
            .map(point -> Sample.of(point, new long[] {2}, point[0] > point[1] ? 1 : 0))
            .toList();
    Dataset train = Dataset.of(samples);
    return new DataLoaders(DataLoader.of(train, SIZE), DataLoader.of(train.subset(0, SIZE), SIZE));
  }
}
