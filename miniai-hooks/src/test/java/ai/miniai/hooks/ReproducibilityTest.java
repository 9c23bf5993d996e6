package ai.miniai.hooks;

import static ai.miniai.nn.model.Layers.conv;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Seed;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two runs with one seed on one machine, prefetched, shuffled and with all threads on. */
class ReproducibilityTest {
  /** All that a run leaves behind. */
  private record Outcome(
      Map<String, ImmutableDoubleArray> weights,
      List<Double> losses,
      List<MetricsCB.Row> metrics,
      List<List<Distribution>> statistics) {}

  private static Outcome run(long seed, int prefetch) {
    Seed.set(seed);
    Sequential model =
        new Sequential(conv(1, 8, 5), conv(8, 16), new Flatten(), new Linear(16 * 7 * 7, 10));
    DataLoaders dls =
        new DataLoaders(
            DataLoader.of(Pictures.random(500, 28, 1), 64).shuffle(true).prefetch(prefetch),
            DataLoader.of(Pictures.random(200, 28, 2), 128).prefetch(prefetch));
    MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    ProgressCB progress = new ProgressCB(new PrintStream(OutputStream.nullOutputStream()));
    ActivationStats stats = new ActivationStats(Conv2d.class);
    new TrainLearner(model, dls, Losses::crossEntropy, 0.2, metrics, progress, stats).fit(3);
    Map<String, ImmutableDoubleArray> weights = new LinkedHashMap<>();
    model
        .parameters()
        .forEach((name, w) -> weights.put(name, ImmutableDoubleArray.copyOf(w.toDoubles())));
    List<List<Distribution>> statistics =
        stats.layers().stream().<List<Distribution>>map(LayerStats::columns).toList();
    return new Outcome(weights, progress.history().training(), metrics.rows(), statistics);
  }

  @Test
  void givesTheSameBitsFromTheSameSeed() {
    // GIVEN
    Outcome first = run(42, 2);
    // WHEN
    Outcome second = run(42, 2);
    // THEN
    assertThat(second).isEqualTo(first);
    assertThat(first.losses().size()).isEqualTo(24);
    assertThat(first.statistics()).allSatisfy(columns -> assertThat(columns).hasSize(24));
  }

  @Test
  void givesTheSameBitsWithAndWithoutPrefetching() {
    assertThat(run(42, 5)).isEqualTo(run(42, 0));
  }

  @Test
  void givesOtherNumbersFromAnotherSeed() {
    // GIVEN
    Outcome first = run(42, 2);
    // WHEN
    Outcome other = run(43, 2);
    // THEN
    assertThat(other.losses()).isNotEqualTo(first.losses());
    assertThat(other.weights()).isNotEqualTo(first.weights());
  }
}
