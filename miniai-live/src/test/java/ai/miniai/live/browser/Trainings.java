package ai.miniai.live.browser;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Real trainings for the page to show: which of four quarters of the plane a point is in. */
final class Trainings {
  private static final int WIDTH = 12;
  private static final int QUARTERS = 4;
  private static final int SIZE = 16;

  private Trainings() {}

  /** A network of {@code layers} layers, every second one a ReLU, and the last one linear. */
  static TrainLearner learner(int layers, int batches, double lr, Callback... callbacks) {
    Seed.set(3);
    List<Module> modules = new ArrayList<>();
    modules.add(new Linear(2, WIDTH));
    while (modules.size() < layers - 1) {
      modules.add(modules.size() % 2 == 1 ? new ReLU() : new Linear(WIDTH, WIDTH));
    }
    modules.add(new Linear(WIDTH, QUARTERS));
    return learner(new Sequential(modules), batches, lr, callbacks);
  }

  /** This model on the same points. */
  static TrainLearner learner(Module model, int batches, double lr, Callback... callbacks) {
    return new TrainLearner(model, points(batches), Losses::crossEntropy, lr, callbacks);
  }

  private static DataLoaders points(int batches) {
    Generator generator = new Generator(5);
    List<Sample> samples =
        IntStream.range(0, batches * SIZE)
            .mapToObj(i -> generator.uniform(2, -2, 2))
            .map(p -> Sample.of(p, new long[] {2}, (p[0] > 0 ? 1 : 0) + (p[1] > 0 ? 2 : 0)))
            .toList();
    Dataset train = Dataset.of(samples);
    return new DataLoaders(
        DataLoader.of(train, SIZE),
        DataLoader.of(train.subset(0, Math.min(batches, 2) * SIZE), SIZE));
  }

  /** A model whose layers have these names. */
  static final class Named extends Module {
    private final List<Module> layers = new ArrayList<>();

    Named(String... names) {
      Seed.set(3);
      for (int i = 0; i < names.length; i++) {
        int inputs = i == 0 ? 2 : WIDTH;
        int outputs = i == names.length - 1 ? QUARTERS : WIDTH;
        layers.add(child(names[i], new Linear(inputs, outputs)));
      }
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor output = input;
      for (Module layer : layers) {
        output = layer.call(output);
      }
      return output;
    }
  }
}
