package ai.miniai.callback.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.training.BatchTransformCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.DatasetLoader;
import ai.miniai.data.Sample;
import ai.miniai.data.transform.RandErase;
import ai.miniai.data.transform.RandomCrop;
import ai.miniai.data.transform.RandomHorizontalFlip;
import ai.miniai.data.transform.Transform;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import com.google.common.collect.ObjectArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fit whose images change by chance, killed and taken up again. */
class CheckpointTransformTest {
  private static final int EPOCHS = 2;
  private static final int BATCHES = 4;
  private static final int SIDE = 4;
  private static final Transform[] TRANSFORMS = {
    new RandomCrop(SIDE, 1), new RandomHorizontalFlip(), new RandErase(0.5, 1)
  };

  @TempDir Path folder;

  /** Where images are changed, and where chance comes from. */
  private enum Place {
    LOADER {
      @Override
      DatasetLoader change(DatasetLoader loader) {
        return loader.transform(TRANSFORMS);
      }
    },
    LOADER_WITH_A_GENERATOR {
      @Override
      DatasetLoader change(DatasetLoader loader) {
        return loader.transform(TRANSFORMS).generator(new Generator(8));
      }
    },
    CALLBACK {
      @Override
      Callback callback() {
        return new BatchTransformCB(Transform.compose(TRANSFORMS));
      }
    };

    DatasetLoader change(DatasetLoader loader) {
      return loader;
    }

    Callback callback() {
      return new Callback() {};
    }
  }

  private static Learner learner(Place place, long seed, Callback... callbacks) {
    Seed.set(seed);
    DatasetLoader train = place.change(DataLoader.of(images(2 * BATCHES), 2).shuffle(true));
    return new TrainLearner(
        new Sequential(new Flatten(), new Linear(SIDE * SIDE, Toy.CLASSES)),
        new DataLoaders(train, DataLoader.of(images(4), 2)),
        Losses::crossEntropy,
        0.1,
        ObjectArrays.concat(callbacks, place.callback()));
  }

  private static Dataset images(int n) {
    Generator generator = new Generator(1);
    long[] shape = {1, SIDE, SIDE};
    List<Sample> images =
        IntStream.range(0, n)
            .mapToObj(i -> Sample.of(generator.uniform(SIDE * SIDE, 0, 1), shape, i % Toy.CLASSES))
            .toList();
    return Dataset.of(images);
  }

  private CheckpointCB saver() {
    return new CheckpointCB(folder).every(2);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithTheImagesThatWouldHaveCome(Place place) throws IOException {
    // GIVEN
    RecorderCB expected = new RecorderCB().loss();
    Learner whole = learner(place, 3, expected);
    whole.fit(EPOCHS);
    int events = EPOCHS * (2 + 2 * BATCHES + 2);
    for (int at = 0; at < events; at += 5) {
      Files.deleteIfExists(folder.resolve(CheckpointCB.LAST));
      Learner killed = learner(place, 3, saver(), new RecorderCB().loss(), new Kill(at));
      assertThatThrownBy(() -> killed.fit(EPOCHS)).hasMessageContaining("killed");
      // WHEN another program goes on; its own seed matters only if there is no checkpoint yet
      boolean saved = Files.exists(folder.resolve(CheckpointCB.LAST));
      RecorderCB recorder = new RecorderCB().loss();
      Learner resumed = learner(place, saved ? 77 : 3, saver().resume(), recorder);
      resumed.fit(EPOCHS);
      // THEN
      assertThat(recorder.lines().get("loss")).containsExactly(expected.lines().get("loss"));
      assertThat(Toy.weights(resumed.model()))
          .usingRecursiveComparison()
          .isEqualTo(Toy.weights(whole.model()));
    }
  }
}
