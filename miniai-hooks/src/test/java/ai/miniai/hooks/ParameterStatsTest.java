package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.training.GradientAccumulationCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.SGD;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class ParameterStatsTest {
  private static final String NAME = "0.0.weight";

  private final Sequential model = Pictures.small();

  /** Keeps the values of one parameter and its gradient. */
  private static final class Keeper extends Callback {
    private final List<double[]> weights = new ArrayList<>();
    private final List<double[]> gradients = new ArrayList<>();

    @Override
    public void afterBackward() {
      Tensor weight = model().parameters().get(NAME);
      weights.add(weight.toDoubles());
      gradients.add(weight.grad().toDoubles());
    }

    @Override
    public void afterFit() {
      weights.add(model().parameters().get(NAME).toDoubles());
    }
  }

  private static void assertColumn(Distribution column, double... values) {
    DescriptiveStatistics expected = new DescriptiveStatistics(values);
    double std = expected.getStandardDeviation();
    assertThat(column.size()).isEqualTo(values.length);
    assertThat(column.mean()).isCloseTo(expected.getMean(), within(1e-6 * std));
    assertThat(column.std()).isCloseTo(std, within(1e-6 * std));
  }

  private static void assertRecorded(Learner learner, ParameterStats stats, Keeper keeper) {
    learner.fit(1, stats, keeper);
    RunRecord run = RunRecord.of(stats.recordings());
    for (int i = 0; i < 3; i++) {
      double[] old = keeper.weights.get(i);
      double[] fresh = keeper.weights.get(i + 1);
      double[] update = new double[old.length];
      Arrays.setAll(update, k -> fresh[k] - old[k]);
      assertColumn(column(run, Quantity.PARAMETERS, i), old);
      assertColumn(column(run, Quantity.PARAMETER_GRADIENTS, i), keeper.gradients.get(i));
      assertColumn(column(run, Quantity.UPDATES, i), update);
      assertThat(stats.updateRatios().get(NAME).get(i))
          .isCloseTo(norm(update) / norm(old), within(1e-7));
    }
  }

  private static Distribution column(RunRecord run, Quantity quantity, int i) {
    return run.recording(quantity).orElseThrow().layer(NAME).columns().get(i);
  }

  private static double norm(double... values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
  }

  @Test
  void recordsParametersGradientsAndUpdates() {
    Learner learner = Pictures.learner(model).optimizer((params, lr) -> new SGD(params, lr, 0.9));
    assertRecorded(learner, new ParameterStats(), new Keeper());
  }

  /** Which changes the gradients before they are read. */
  @Test
  void recordsTheGradientsThatTheStepFoundWithAMomentumLearnerToo() {
    Learner learner = new MomentumLearner(model, Pictures.few(), Losses::crossEntropy, 0.1, 0.85);
    assertRecorded(learner, new ParameterStats(NAME::equals), new Keeper());
  }

  @Test
  void hasNoUpdateWhereThereWasNoStep() {
    // GIVEN a step for every two batches, and a frozen layer
    model.modules().get(4).freeze();
    ParameterStats stats = new ParameterStats();
    // WHEN
    Pictures.learner(model, stats, new GradientAccumulationCB(2)).fit(1);
    // THEN
    Recording updates = stats.recordings().get(2);
    assertThat(sizes(updates.layer(NAME))).containsExactly(0, 36, 36);
    assertThat(sizes(updates.layer("1.weight"))).containsExactly(0, 0, 0);
    assertThat(sizes(stats.recordings().get(0).layer("1.weight"))).containsExactly(640, 640, 640);
    assertThat(stats.updateRatios().get(NAME).get(0)).isNaN();
    assertThat(stats.updateRatios().get(NAME).get(1)).isPositive();
  }

  private static long[] sizes(LayerStats layer) {
    return layer.columns().stream().mapToLong(Distribution::size).toArray();
  }

  @Test
  void makesOneRecordOfAFit() {
    // GIVEN
    ActivationStats activations = new ActivationStats();
    ParameterStats parameters = new ParameterStats();
    RunRecorderCB recorder = new RunRecorderCB(activations, parameters);
    // WHEN
    Pictures.learner(model, activations, parameters, recorder).fit(2);
    // THEN
    RunRecord run = recorder.record();
    assertThat(run.recordings()).hasSize(5); // with the inputs
    assertThat(run.classes()).hasValue(10);
    assertThat(run.nanos()).isPositive();
    assertThat(run.losses().training().size()).isEqualTo(6);
    assertThat(run.losses().validation())
        .extracting(LossHistory.Validation::batches)
        .containsExactly(3, 6);
    assertThat(run.updateRatios()).hasSize(4);
    assertThat(run.firstNonFinite()).isEmpty();
  }

  @Test
  void aRunHasOneRecordingOfAQuantity() {
    ImmutableList<Recording> twice = ImmutableList.of(empty(), empty());
    LossHistory none = new LossHistory(ImmutableList.of(), ImmutableList.of());
    assertThatThrownBy(() -> new RunRecord(twice, none, OptionalInt.empty(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a run has one recording of activations, not two");
  }

  private static Recording empty() {
    return new Recording(ImmutableList.of(), ImmutableList.of());
  }
}
