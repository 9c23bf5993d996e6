package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.learner.TrainLearner;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.recording.DeadUnits;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.NonFinite;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Diseases: what is not finite, and units that do nothing. */
class RecordingTroubleTest {
  private final Sequential model = Pictures.small();

  // ---------------------------------------------------------------- not finite

  /** Makes one number of a parameter NaN before a batch. */
  private static final class Poison extends Callback {
    private final String parameter;
    private final int iteration;

    Poison(String parameter, int iteration) {
      this.parameter = parameter;
      this.iteration = iteration;
    }

    @Override
    public int order() {
      return -1;
    }

    @Override
    public void beforeBatch() {
      if (training() && learn().iteration() == iteration) {
        model().parameters().get(parameter).array().putScalar(0, Float.NaN);
      }
    }
  }

  @Test
  void locatesTheFirstActivationThatIsNotFinite() {
    // GIVEN
    ActivationStats activations = new ActivationStats();
    GradientStats gradients = new GradientStats();
    // WHEN
    TrainLearner learner = Pictures.learner(model, activations, gradients);
    learner.fit(2, new Poison("1.weight", 1));
    // THEN it is where it began, not in what is behind or around it, nor in the gradients of it
    RunRecord run = RunRecord.of(List.of(gradients.recording(), activations.recording()));
    assertThat(run.firstNonFinite().map(Recording.Trouble::toString))
        .contains("activations of 1 in training batch 1 of epoch 0");
    assertThat(activations.recording().layer("1").columns().get(1).nonFinite()).isPositive();
    assertThat(gradients.recording().layer("2").firstNonFinite().map(NonFinite::place))
        .contains(new Place(0, 1, true));
  }

  @Test
  void locatesTheFirstGradientInTheOrderOfTheBackwardPass() {
    // GIVEN a layer whose gradient is infinite
    DistributionRecorder recorder = new DistributionRecorder(Quantity.GRADIENTS).atMost(2);
    // WHEN columns have merged since
    for (int i = 0; i < 50; i++) {
      recorder.beginColumn(new Place(0, i, true));
      for (String name : List.of("3", "2", "1")) {
        boolean infinite = i >= 7 && !name.equals("3");
        recorder.add(name, Tensor.of(new double[] {infinite ? 1 / 0.0 : 1, 2}, 2));
      }
    }
    // THEN
    assertThat(recorder.recording().firstNonFinite().map(Recording.Trouble::toString))
        .contains("gradients of 2 in training batch 7 of epoch 0");
    assertThat(recorder.recording().columns()).hasSize(2);
  }

  @Test
  void knowsItsLayersByName() {
    Recording recording = new DistributionRecorder(Quantity.UPDATES).recording();
    assertThatThrownBy(() -> recording.layer("7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no updates were recorded of \"7\", only of []");
  }

  // ---------------------------------------------------------------- dead units

  private static DeadUnits deadUnits(Module activation) {
    // GIVEN a convolution of which two channels are so far below zero that nothing comes through
    Conv2d convolution = new Conv2d(1, 4, 3);
    convolution.parameters().get("bias").array().assign(Nd4j.createFromArray(0f, -100f, 0f, -100f));
    Sequential body = new Sequential(convolution, activation);
    ActivationStats stats = new ActivationStats(activation::equals);
    // WHEN
    Sequential model = new Sequential(body, new Flatten(), new Linear(4 * 36, 10));
    Pictures.learner(model, stats).fit(1);
    // THEN
    LayerStats layer = stats.layers().get(0);
    return layer.deadUnits(0, layer.size());
  }

  @Test
  void findsDeadChannels() {
    DeadUnits dead = deadUnits(new ReLU());
    assertThat(dead).isEqualTo(new DeadUnits(4, ImmutableIntArray.of(1, 3)));
    assertThat(dead.share()).isEqualTo(0.5);
  }

  @Test
  void findsDeadChannelsThatRestBelowZero() {
    assertThat(deadUnits(new GeneralRelu(0, 0.4)).dead()).isEqualTo(ImmutableIntArray.of(1, 3));
  }

  @Test
  void aUnitThatMovesInOneBatchIsAlive() {
    // GIVEN features, of which the first rests in both batches, the second in the first of them
    DistributionRecorder recorder = new DistributionRecorder(Quantity.ACTIVATIONS).atMost(2);
    recorder.beginColumn(new Place(0, 0, true));
    recorder.add("a", Tensor.of(new double[] {0, 0, 1, 0, 0, 2}, 2, 3));
    recorder.beginColumn(new Place(0, 1, true));
    // WHEN
    recorder.add("a", Tensor.of(new double[] {0, 1, 1, 0, 2, 2}, 2, 3));
    // THEN
    LayerStats a = recorder.recording().layer("a");
    assertThat(a.deadUnits())
        .containsExactly(
            new DeadUnits(3, ImmutableIntArray.of(0, 1)),
            new DeadUnits(3, ImmutableIntArray.of(0)));
    assertThat(a.deadUnits(0, 2)).isEqualTo(new DeadUnits(3, ImmutableIntArray.of(0)));
  }

  @Test
  void doesNotCallUnitsDeadThatHadOneValueOnly() {
    // GIVEN
    DistributionRecorder recorder = new DistributionRecorder(Quantity.ACTIVATIONS);
    recorder.beginColumn(new Place(0, 0, true));
    // WHEN
    recorder.add("a", Tensor.of(new double[] {0, 0}, 1, 2));
    // THEN
    assertThat(recorder.layers().get(0).deadUnits()).containsExactly(DeadUnits.UNKNOWN);
    assertThat(DeadUnits.UNKNOWN.share()).isNaN();
  }

  @Test
  void refusesUnitsThatThereAreNot() {
    assertThatThrownBy(() -> new DeadUnits(2, ImmutableIntArray.of(0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dead units are numbers from 0 to 1 in rising order, not [0, 2]");
  }
}
