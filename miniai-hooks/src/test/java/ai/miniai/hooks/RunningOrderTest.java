package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.During;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.histogram.Bins;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.recording.LayerStats;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers are recorded in the order in which they run, not in that of their registration. */
class RunningOrderTest {
  private static final int EPOCHS = 2;

  @TempDir Path folder;

  private final Backwards model = new Backwards();

  /** Registers its modules from the last to the first, and may run another one before all. */
  private static final class Backwards extends Module {
    private final Linear head = child("head", new Linear(128, 10));
    private final Conv2d shortcut = child("shortcut", new Conv2d(2, 2, 1));
    private final Conv2d second = child("second", new Conv2d(2, 2, 1));
    private final Conv2d first = child("first", new Conv2d(1, 2, 1));
    private final Conv2d spare = child("spare", new Conv2d(1, 1, 1));
    private boolean usesSpare;

    @Override
    protected Tensor forward(Tensor x) {
      Tensor one = first.call(usesSpare ? spare.call(x) : x);
      return head.call(second.call(one).plus(shortcut.call(one)).flatten(1));
    }
  }

  private static boolean isLayer(Module module) {
    return module instanceof Conv2d || module instanceof Linear;
  }

  private static ActivationStats activations() {
    return new ActivationStats(RunningOrderTest::isLayer, Bins.DEFAULT, During.BOTH);
  }

  private static GradientStats gradients() {
    return new GradientStats(RunningOrderTest::isLayer);
  }

  private static List<String> names(ModuleStats stats) {
    return stats.layers().stream().map(LayerStats::name).toList();
  }

  @Test
  void activationsAndGradientsAreInTheOrderOfTheForwardPass() {
    // GIVEN
    ActivationStats activations = activations();
    GradientStats gradients = gradients();
    // WHEN
    Pictures.learner(model, activations, gradients).fit(1);
    // THEN
    assertThat(names(activations)).containsExactly("first", "second", "shortcut", "head", "spare");
    assertThat(names(gradients)).isEqualTo(names(activations));
  }

  @Test
  void aLayerThatGetsNoGradientKeepsItsPlaceIfItRuns() {
    // GIVEN
    model.first.freeze();
    GradientStats gradients = gradients();
    // WHEN
    Pictures.learner(model, gradients).fit(1);
    // THEN
    assertThat(names(gradients)).containsExactly("first", "second", "shortcut", "head", "spare");
    assertThat(gradients.layers().get(0).columns()).allMatch(column -> column.size() == 0);
    assertThat(gradients.layers().get(1).columns()).allMatch(column -> column.size() > 0);
  }

  /** The second epoch begins with the layer that the first one has left out. */
  @Test
  void aResumedFitKeepsTheOrderOfTheFirst() {
    // GIVEN
    CheckpointCB saver = new CheckpointCB(folder).every(1);
    Pictures.learner(model, saver, activations(), gradients()).fit(1);
    ActivationStats activations = activations();
    GradientStats gradients = gradients();
    model.usesSpare = true;
    // WHEN
    Pictures.learner(model, new CheckpointCB(folder).every(1).resume(), activations, gradients)
        .fit(EPOCHS);
    // THEN
    assertThat(names(activations)).containsExactly("first", "second", "shortcut", "head", "spare");
    assertThat(names(gradients)).isEqualTo(names(activations));
    assertThat(activations.recording().layer("spare").last().size()).isPositive();
  }
}
