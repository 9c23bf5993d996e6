package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Modules that run twice, or never, or are frozen. */
class ActivationStatsOddModulesTest {
  private final Sequential model = Pictures.small();

  /** Runs its body twice. */
  private static final class Twice extends Module {
    private final Module body = child("body", new ReLU());

    @Override
    protected Tensor forward(Tensor x) {
      return body.call(body.call(x).minus(1));
    }
  }

  @Test
  void poolsAModuleThatRunsTwice() {
    // GIVEN
    Sequential twice = new Sequential(model.get(0), new Twice(), model.get(1), new Flatten());
    ActivationStats stats = new ActivationStats(ReLU.class);
    // WHEN
    Pictures.learner(twice, stats).fit(1);
    // THEN
    assertThat(stats.layers()).extracting(LayerStats::name).containsExactly("0.1", "1.body");
    assertThat(stats.layers().get(1).columns())
        .extracting(Distribution::size)
        .containsExactly(1024L, 1024L, 1024L);
  }

  @Test
  void hasEmptyColumnsForAModuleThatNeverRuns() {
    // GIVEN a module with a child that it does not use
    class Idle extends Module {
      Idle() {
        child("spare", new ReLU());
      }

      @Override
      protected Tensor forward(Tensor x) {
        return x;
      }
    }
    Sequential idle = new Sequential(new Idle(), model.get(0), model.get(1), new Flatten());
    ActivationStats stats = new ActivationStats(ReLU.class);
    // WHEN
    Pictures.learner(idle, stats).fit(1);
    // THEN
    assertThat(stats.layers()).extracting(LayerStats::name).containsExactly("1.1", "0.spare");
    LayerStats spare = stats.layers().get(1);
    assertThat(spare.means()).hasSize(3).containsOnly(Double.NaN);
    assertThat(spare.histogram(true)).hasDimensions(50, 3);
  }

  @Test
  void recordsFrozenModules() {
    // GIVEN
    model.get(0).freeze();
    ActivationStats stats = new ActivationStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats).fit(1);
    // THEN
    assertThat(stats.layers().get(0).means()).hasSize(3).doesNotContain(Double.NaN);
  }

  /** Returns its input and its double. */
  private static final class Doubled extends Module {
    @Override
    protected Outputs forwardAll(Tensor... inputs) {
      return Outputs.of("plain", inputs[0]).and("twice", inputs[0].times(2));
    }
  }

  /** Uses the sum of both outputs. */
  private static final class Both extends Module {
    private final Module body = child("body", new Doubled());

    @Override
    protected Tensor forward(Tensor x) {
      Outputs outputs = body.callAll(x);
      return outputs.get("plain").plus(outputs.get("twice"));
    }
  }

  @Test
  void recordsEachOutputOfAModuleThatHasSeveral() {
    // GIVEN
    Sequential both = new Sequential(model.get(0), new Both(), model.get(1), new Flatten());
    ActivationStats stats = new ActivationStats(Doubled.class);
    GradientStats gradients = new GradientStats(Doubled.class);
    // WHEN
    Pictures.learner(both, stats, gradients).fit(1);
    // THEN
    assertThat(stats.layers())
        .extracting(LayerStats::name)
        .containsExactly("1.body.plain", "1.body.twice");
    double mean = stats.layers().get(0).columns().get(0).mean();
    assertThat(stats.layers().get(1).columns().get(0).mean()).isEqualTo(2 * mean, within(1e-6));
    assertThat(gradients.layers())
        .extracting(LayerStats::name)
        .containsExactly("1.body.plain", "1.body.twice");
    assertThat(gradients.layers()).allSatisfy(one -> assertThat(one.columns()).hasSize(3));
  }

  @Test
  void takesUpTheRecordingsOfSeveralOutputs() {
    // GIVEN
    Sequential both = new Sequential(model.get(0), new Both(), model.get(1), new Flatten());
    ActivationStats stats = new ActivationStats(Doubled.class);
    Pictures.learner(both, stats).fit(1);
    // WHEN
    ActivationStats restored = new ActivationStats(Doubled.class);
    restored.loadStateDict(stats.stateDict());
    // THEN
    assertThat(restored.stateDict().keySet()).isEqualTo(stats.stateDict().keySet());
    assertThat(restored.layers())
        .extracting(LayerStats::name)
        .containsExactly("1.body.plain", "1.body.twice", "1.body");
  }
}
