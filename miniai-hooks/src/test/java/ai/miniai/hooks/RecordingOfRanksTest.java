package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.parallel.DataParallel;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recording of rank 0 is, at the end, that of a single learner. */
class RecordingOfRanksTest {
  private static Dataset points() {
    float[] values = new Generator(1).normal(160, 0, 1);
    return Dataset.of(
        IntStream.range(0, 40)
            .mapToObj(
                i -> Sample.of(Arrays.copyOfRange(values, 4 * i, 4 * i + 4), new long[] {4}, i % 3))
            .toList());
  }

  private static DataLoaders data() {
    return new DataLoaders(DataLoader.of(points(), 10).shuffle(true), DataLoader.of(points(), 20));
  }

  private static Sequential model() {
    return new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isThatOfAllItems(boolean cancelled) {
    Callback stop =
        new Callback() {
          @Override
          public void afterBatch() {
            if (cancelled && epoch() == 1) {
              throw new CancelFitException("enough");
            }
          }
        };
    ActivationStats alone = new ActivationStats();
    Seed.set(3);
    new TrainLearner(model(), data(), Losses::crossEntropy, 0.1, alone, stop).fit(2);
    Map<Integer, ActivationStats> each = new ConcurrentHashMap<>();
    Seed.set(3);
    new DataParallel(3)
        .fit(
            2,
            replica -> {
              ActivationStats own = new ActivationStats();
              each.put(replica.rank(), own);
              Callback mine =
                  new Callback() {
                    @Override
                    public void afterBatch() {
                      if (cancelled && epoch() == 1) {
                        throw new CancelFitException("enough");
                      }
                    }
                  };
              return new TrainLearner(
                  model(), replica.shard(data()), Losses::crossEntropy, 0.1, own, mine);
            });
    ActivationStats together = each.get(0);
    assertThat(together.recording().columns()).isEqualTo(alone.recording().columns());
    for (int i = 0; i < alone.layers().size(); i++) {
      LayerStats wanted = alone.layers().get(i);
      LayerStats layer = together.layers().get(i);
      assertThat(layer.name()).isEqualTo(wanted.name());
      for (int column = 0; column < wanted.columns().size(); column++) {
        Distribution a = wanted.columns().get(column);
        Distribution b = layer.columns().get(column);
        assertThat(b.size()).isEqualTo(a.size());
        assertThat(b.mean()).isCloseTo(a.mean(), within(1e-5));
        assertThat(b.std()).isCloseTo(a.std(), within(1e-5));
      }
    }
  }
}
