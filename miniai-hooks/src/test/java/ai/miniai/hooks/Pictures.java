package ai.miniai.hooks;

import static ai.miniai.nn.model.Layers.bareConv;
import static ai.miniai.nn.model.Layers.conv;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import java.util.List;
import java.util.stream.IntStream;

/** Random pictures of ten classes, and networks for them. */
public final class Pictures {
  private Pictures() {}

  /** {@code n} pictures [1, side, side] with values in [0, 1). */
  public static Dataset random(int n, int side, long seed) {
    Generator generator = new Generator(seed);
    List<Sample> samples =
        IntStream.range(0, n)
            .mapToObj(
                i ->
                    Sample.of(
                        generator.uniform(side * side, 0, 1), new long[] {1, side, side}, i % 10))
            .toList();
    return Dataset.of(samples);
  }

  /** Three batches of eight to train on and two of eight to check on, pictures of 8 × 8. */
  public static DataLoaders few() {
    return new DataLoaders(DataLoader.of(random(24, 8, 1), 8), DataLoader.of(random(16, 8, 2), 8));
  }

  /** The lesson's network, of five convolutions. */
  public static Sequential lesson() {
    Seed.set(1);
    return new Sequential(
        conv(1, 8, 5), conv(8, 16), conv(16, 32), conv(32, 64), bareConv(64, 10), new Flatten());
  }

  /** Two convolutions: modules "0.0" and "1". */
  public static Sequential small() {
    Seed.set(1);
    return new Sequential(conv(1, 4), new ai.miniai.nn.Conv2d(4, 10, 4), new Flatten());
  }

  /** A learner on {@link #few}. */
  public static TrainLearner learner(Module model, Callback... callbacks) {
    return new TrainLearner(model, few(), Losses::crossEntropy, 0.1, callbacks);
  }
}
