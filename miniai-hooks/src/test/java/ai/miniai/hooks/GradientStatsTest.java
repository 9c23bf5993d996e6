package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.During;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.histogram.Bins;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.HookHandle;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.tensor.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class GradientStatsTest {
  private final Sequential model = Pictures.small();

  @Test
  void recordsTheGradientsOfOutputs() {
    // GIVEN somebody who looks at the gradients too
    List<double[]> seen = new ArrayList<>();
    GradientStats stats = new GradientStats(ReLU.class);
    try (HookHandle handle =
        model
            .modules()
            .get(3)
            .onBackward((module, inputs, output) -> seen.add(output.toDoubles()))) {
      // WHEN
      Pictures.learner(model, stats).fit(1);
    }
    // THEN
    LayerStats layer = stats.layers().get(0);
    assertThat(layer.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      DescriptiveStatistics expected = new DescriptiveStatistics(seen.get(i));
      Distribution column = layer.columns().get(i);
      double std = expected.getStandardDeviation();
      assertThat(column.mean()).isCloseTo(expected.getMean(), within(1e-7 * std));
      assertThat(column.std()).isCloseTo(std, within(1e-6 * std));
      assertThat(column.counts().get(40 - 10)) // from 2⁻¹⁰ to 2⁻⁹
          .isEqualTo(
              java.util.Arrays.stream(seen.get(i))
                  .map(Math::abs)
                  .filter(size -> size >= Math.pow(2, -10) && size < Math.pow(2, -9))
                  .count());
    }
    assertThat(stats.recording().quantity()).isEqualTo(Quantity.GRADIENTS);
    assertThat(layer.bins()).isEqualTo(Bins.OCTAVES);
  }

  @Test
  void hasTheColumnsOfTrainingBatchesOnlyAndKeepsToOneRead() {
    // GIVEN
    ActivationStats activations =
        new ActivationStats(Conv2d.class::isInstance, Bins.DEFAULT, During.BOTH);
    GradientStats gradients = new GradientStats(Conv2d.class);
    ParameterStats parameters = new ParameterStats();
    long before = Host.reads();
    // WHEN
    Pictures.learner(
            model,
            activations,
            gradients,
            parameters,
            new MetricsCB("accuracy", new MulticlassAccuracy()))
        .fit(1);
    // THEN
    assertThat(Host.reads() - before).isEqualTo(5);
    assertThat(gradients.recording().columns())
        .isEqualTo(activations.recording().columns().subList(0, 3));
    assertThat(parameters.recordings().get(0).columns()).isEqualTo(gradients.recording().columns());
  }

  @Test
  void hasNothingWhereNoGradientGoes() {
    // GIVEN the first block is frozen
    model.modules().get(1).freeze();
    GradientStats stats = new GradientStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats).fit(1);
    // THEN
    assertThat(stats.layers().get(0).columns()).allMatch(column -> column.size() == 0);
    assertThat(stats.layers().get(1).columns()).allMatch(column -> column.size() == 80);
  }

  @Test
  void recordsEveryNthBatchOfEachPass() {
    // GIVEN
    GradientStats gradients = new GradientStats(Conv2d.class).every(2);
    ActivationStats activations = new ActivationStats(Conv2d.class).every(2);
    ParameterStats parameters = new ParameterStats().every(2);
    // WHEN
    Pictures.learner(model, activations, gradients, parameters).fit(2);
    // THEN
    List<Recording.Column> expected =
        List.of(
            new Recording.Column(0, 0, true),
            new Recording.Column(0, 2, true),
            new Recording.Column(1, 0, true),
            new Recording.Column(1, 2, true));
    assertThat(gradients.recording().columns()).isEqualTo(expected);
    assertThat(activations.recording().columns()).isEqualTo(expected);
    assertThat(parameters.recordings()).allMatch(recording -> recording.columns().equals(expected));
  }

  /** A convolution and its ReLU are one operation then, in which no hook is called. */
  @Test
  void batchesThatAreLeftOutAreComputedAsIfNobodyWatched() {
    // GIVEN
    GradientStats gradients = new GradientStats(Conv2d.class).every(2);
    ActivationStats activations = new ActivationStats(Conv2d.class).every(2);
    AtomicInteger apart = new AtomicInteger();
    Module convolution = model.modules().get(2);
    convolution.onForward((module, inputs, output) -> apart.incrementAndGet(), () -> false);
    // WHEN three training batches and two of validation run
    Pictures.learner(model, activations, gradients).fit(1);
    // THEN
    assertThat(apart).hasValue(2);
  }

  @Test
  void tellsWhatWatchingCosts() {
    // GIVEN
    GradientStats stats = new GradientStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats).fit(1);
    // THEN
    assertThat(stats.layers()).allMatch(layer -> layer.watchNanos() > 0);
  }
}
