package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Module;
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
    LayerStats spare = stats.layers().get(0);
    assertThat(spare.name()).isEqualTo("0.spare");
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
}
