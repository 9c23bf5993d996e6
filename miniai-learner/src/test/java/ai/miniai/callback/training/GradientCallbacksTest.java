package ai.miniai.callback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.Event;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.callback.tracker.TerminateOnNaNCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ObjectArrays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callbacks between the backward pass and the step. */
class GradientCallbacksTest {
  /** Puts these gradients in the place of the learner's, and keeps what becomes of them. */
  private static final class Given extends Callback {
    private final Map<String, float[]> gradients;
    private final Map<String, double[]> clipped = new LinkedHashMap<>();

    Given(Map<String, float[]> gradients) {
      this.gradients = gradients;
    }

    @Override
    public void afterBackward() {
      Gradients.clear(learn());
      Map<String, Tensor> parameters = model().parameters();
      gradients.forEach(
          (name, values) -> {
            Tensor parameter = parameters.get(name);
            parameter.backward(Tensor.of(values, parameter.shape()));
          });
    }

    @Override
    public void afterStep() {
      Gradients.of(learn()).forEach((name, value) -> clipped.put(name, value.toDoubles()));
    }
  }

  /** Two parameters, [3] and [2]. */
  private static final class Two extends Module {
    private final Tensor a = parameter("a", Tensor.ones(3));
    private final Tensor b = parameter("b", Tensor.ones(2));

    @Override
    protected Tensor forward(Tensor x) {
      return a.sum().plus(b.sum());
    }
  }

  private static Map<String, double[]> clipped(GradientClipCB clip) {
    return clipped(clip, new float[] {0.3f, -1.5f, 2}, 0.1f, -4);
  }

  private static Map<String, double[]> clipped(GradientClipCB clip, float[] a, float... b) {
    Given given = new Given(Map.of("a", a, "b", b));
    new TrainLearner(new Two(), Toy.data(), (preds, target) -> preds, 0.1, given, clip)
        .fit(1, new SingleBatchCB());
    return given.clipped;
  }

  // ---------------------------------------------------------------- clipping

  @Test
  void clippingByNormIsPyTorchs() {
    // WHEN
    Map<String, double[]> gradients = clipped(GradientClipCB.norm(1.5));
    // THEN
    assertThat(gradients.get("a"))
        .containsExactly(
            new double[] {0.09518612921237946, -0.4759306311607361, 0.6345741748809814},
            offset(1e-6));
    assertThat(gradients.get("b"))
        .containsExactly(new double[] {0.03172871097922325, -1.269148349761963}, offset(1e-6));
  }

  @Test
  void aSmallNormStays() {
    assertThat(clipped(GradientClipCB.norm(100)).get("b"))
        .containsExactly(new double[] {0.1, -4}, offset(1e-8));
  }

  @Test
  void clippingByValueBringsEachElementIntoTheRange() {
    // WHEN
    Map<String, double[]> gradients = clipped(GradientClipCB.value(1));
    // THEN
    assertThat(gradients.get("a")).containsExactly(new double[] {0.3, -1, 1}, offset(1e-7));
    assertThat(gradients.get("b")).containsExactly(new double[] {0.1, -1}, offset(1e-7));
  }

  @Test
  void oneGradientThatIsNaNMakesAllNaN() {
    // WHEN
    Map<String, double[]> gradients =
        clipped(GradientClipCB.norm(1), new float[] {Float.NaN, 1, 1}, 0, 1);
    // THEN
    assertThat(gradients.get("a")).containsOnly(Double.NaN);
    assertThat(gradients.get("b")).containsOnly(Double.NaN);
  }

  @Test
  void anInfiniteGradientBecomesNaNAndTheOthersNothing() {
    // WHEN
    Map<String, double[]> gradients =
        clipped(GradientClipCB.norm(1), new float[] {Float.NEGATIVE_INFINITY, 1, -1}, 0, 1);
    // THEN
    assertThat(gradients.get("a")).containsExactly(Double.NaN, 0, -0.0);
    assertThat(gradients.get("b")).containsExactly(0, 0);
  }

  @Test
  void clippingByValueKeepsNaN() {
    // WHEN
    Map<String, double[]> gradients =
        clipped(
            GradientClipCB.value(1),
            new float[] {Float.NaN, 5, -0.5f},
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY);
    // THEN
    assertThat(gradients.get("a")).containsExactly(Double.NaN, 1, -0.5);
    assertThat(gradients.get("b")).containsExactly(-1, 1);
  }

  @Test
  void gradientsOfNothingStay() {
    assertThat(clipped(GradientClipCB.norm(1), new float[3], 0, 0).get("a")).containsOnly(0);
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> GradientClipCB.norm(0))
        .hasMessage("the limit of the gradients must be above 0, not 0.0");
  }

  // ---------------------------------------------------------------- accumulation

  private static Map<String, double[]> trained(int batchSize, int epochs, Callback... callbacks) {
    DataLoader loader = DataLoader.of(Toy.points(11, 1), batchSize);
    Learner learner =
        new TrainLearner(
            Toy.model(), new DataLoaders(loader, loader), Losses::crossEntropy, 0.5, callbacks);
    learner.fit(epochs);
    return Toy.weights(learner.model());
  }

  private static void assertClose(Map<String, double[]> actual, Map<String, double[]> expected) {
    actual.forEach(
        (name, values) ->
            assertThat(values).as(name).containsExactly(expected.get(name), offset(1e-6)));
  }

  @Test
  void severalBatchesMakeTheStepOfOneLargeOne() {
    // GIVEN 11 items: a batch of six and one of five; or three times two, and two, two and one
    Map<String, double[]> large = trained(6, 2);
    // WHEN
    Map<String, double[]> gathered = trained(2, 2, new GradientAccumulationCB(3));
    // THEN
    assertClose(gathered, large);
  }

  @Test
  void metricsCountEveryBatch() {
    // GIVEN
    MetricsCB metrics = new MetricsCB().log(row -> {});
    RecorderCB recorder = new RecorderCB().loss();
    // WHEN
    trained(2, 1, new GradientAccumulationCB(3), metrics, recorder);
    // THEN
    assertThat(recorder.lines().get("loss")).hasSize(6);
  }

  @Test
  void clippingSeesTheGatheredGradient() {
    // WHEN
    Map<String, double[]> gathered =
        trained(2, 1, GradientClipCB.norm(0.01), new GradientAccumulationCB(3));
    // THEN
    assertClose(gathered, trained(6, 1, GradientClipCB.norm(0.01)));
  }

  /** Throws this in an event of the training batch of this number. */
  private static Callback throwing(Event event, int iteration, RuntimeException what) {
    return new Callback() {
      private void at(Event here) {
        if (here == event && training() && learn().iteration() == iteration) {
          throw what;
        }
      }

      @Override
      public int order() {
        return 1;
      }

      @Override
      public void beforeBatch() {
        at(Event.BEFORE_BATCH);
      }

      @Override
      public void afterLoss() {
        at(Event.AFTER_LOSS);
      }

      @Override
      public void afterBatch() {
        at(Event.AFTER_BATCH);
      }

      @Override
      public void cleanupBatch() {
        at(Event.CLEANUP_BATCH);
      }
    };
  }

  /** The weights after one step for the first {@code items} items. */
  private static Map<String, double[]> afterOneStep(int items, Callback... callbacks) {
    return trained(items, 1, ObjectArrays.concat(callbacks, new SingleBatchCB()));
  }

  @Test
  void aSingleBatchMakesItsStep() {
    assertClose(trained(4, 1, new GradientAccumulationCB(4), new SingleBatchCB()), afterOneStep(4));
  }

  @ParameterizedTest
  @EnumSource(names = {"AFTER_BATCH", "CLEANUP_BATCH"})
  void whatWasGatheredIsSteppedWhenTheFitIsCancelled(Event event) {
    assertClose(
        trained(
            2,
            1,
            new GradientAccumulationCB(4),
            throwing(event, 1, new CancelFitException("enough"))),
        afterOneStep(4));
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_BATCH", "AFTER_LOSS"})
  void whatWasGatheredIsSteppedWhenTheNextBatchCancelsTheEpoch(Event event) {
    assertClose(
        trained(
            2,
            1,
            new GradientAccumulationCB(4),
            throwing(event, 2, new CancelEpochException("enough"))),
        afterOneStep(4));
  }

  @Test
  void aCancelledBatchDoesNotCount() {
    // GIVEN the third of three batches is cancelled
    Callback cancel = throwing(Event.AFTER_LOSS, 2, new CancelBatchException("not this"));
    // WHEN, THEN
    assertClose(trained(4, 1, new GradientAccumulationCB(4), cancel), afterOneStep(8));
  }

  @Test
  void theLastStepIsClippedToo() {
    assertClose(
        trained(
            4, 1, new GradientAccumulationCB(4), GradientClipCB.norm(0.01), new SingleBatchCB()),
        afterOneStep(4, GradientClipCB.norm(0.01)));
  }

  @Test
  void aFitThatFailsMakesNoStep() {
    // GIVEN
    Learner learner =
        Toy.trainLearner(
            new GradientAccumulationCB(4),
            throwing(Event.AFTER_BATCH, 0, new IllegalStateException("by intent")));
    Map<String, double[]> before = Toy.weights(learner.model());
    // WHEN
    assertThatThrownBy(() -> learner.fit(1)).hasMessageContaining("by intent");
    // THEN
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void aFitThatIsCancelledForItsLossKeepsItsWeights() {
    // GIVEN a loss that is NaN
    Callback nan =
        new Callback() {
          @Override
          public void afterLoss() {
            learn().loss(learn().loss().times(Double.NaN));
          }
        };
    Learner learner = Toy.trainLearner(new GradientAccumulationCB(4), nan, new TerminateOnNaNCB());
    Map<String, double[]> before = Toy.weights(learner.model());
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(learner.cancelReason().orElseThrow()).startsWith("the loss is NaN");
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void whatIsGatheredSurvivesAKill(@TempDir Path folder) {
    // GIVEN a checkpoint after each batch, and a kill in the middle of a group
    Callback kill =
        new Callback() {
          @Override
          public void afterLoss() {
            if (learn().iteration() == 2) {
              throw new IllegalStateException("killed");
            }
          }
        };
    CheckpointCB saver = new CheckpointCB(folder).every(1);
    assertThatThrownBy(() -> trained(2, 1, saver, new GradientAccumulationCB(3), kill))
        .hasMessageContaining("killed");
    // WHEN
    Map<String, double[]> resumed =
        trained(2, 1, new CheckpointCB(folder).resume(), new GradientAccumulationCB(3));
    // THEN
    assertThat(resumed)
        .usingRecursiveComparison()
        .isEqualTo(trained(2, 1, new GradientAccumulationCB(3)));
  }

  @Test
  void gatheringWantsGradientsWithoutMomentumInThem() {
    Learner learner =
        new MomentumLearner(
            Toy.model(), Toy.data(), Losses::crossEntropy, 0.1, new GradientAccumulationCB(2));
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageContaining("a MomentumLearner keeps its momentum in the gradients");
  }

  // ---------------------------------------------------------------- mixed precision

  private static MixedPrecisionCB scaling(double scale, int interval) {
    return new MixedPrecisionCB(new LossScaler(scale, interval), () -> true, text -> {});
  }

  @Test
  void scalingTheLossDoesNotChangeTheTraining() {
    // WHEN a power of two is lost in nothing
    Map<String, double[]> scaled = trained(2, 1, scaling(0x1p16, 2000));
    // THEN
    assertThat(scaled).usingRecursiveComparison().isEqualTo(trained(2, 1));
  }

  @Test
  void metricsSeeTheLossAsItIs() {
    // GIVEN
    RecorderCB plain = new RecorderCB().loss();
    trained(2, 1, plain);
    RecorderCB recorder = new RecorderCB().loss();
    // WHEN
    trained(2, 1, scaling(0x1p16, 2000), recorder);
    // THEN
    assertThat(recorder.lines().get("loss")).containsExactly(plain.lines().get("loss"));
  }

  @Test
  void gradientsThatOverflowMakeNoStepAndASmallerScale() {
    // GIVEN a scale that float32 does not reach
    MixedPrecisionCB scaling = scaling(0x1p132, 2000);
    List<Double> scales = new ArrayList<>();
    List<Boolean> steps = new ArrayList<>();
    Callback watcher =
        new Callback() {
          @Override
          public void afterStep() {
            scales.add(scaling.scale());
            steps.add(!Gradients.of(learn()).isEmpty());
          }
        };
    // WHEN
    trained(2, 5, scaling, watcher);
    // THEN it is halved until it fits
    int skipped = steps.indexOf(true);
    assertThat(skipped).isPositive();
    assertThat(steps.subList(skipped, steps.size())).containsOnly(true);
    assertThat(scales.get(skipped)).isEqualTo(Math.scalb(1.0, 132 - skipped));
  }

  @Test
  void theScaleGrowsAfterGoodStepsAndShrinksAfterABadOne() {
    // GIVEN
    LossScaler scaler = new LossScaler(8, 2);
    List<Double> scales = new ArrayList<>();
    // WHEN
    for (boolean finite : new boolean[] {true, true, true, false, true, true}) {
      scaler.update(finite);
      scales.add(scaler.scale());
    }
    // THEN
    assertThat(scales).containsExactly(8.0, 16.0, 16.0, 8.0, 8.0, 16.0);
  }

  @Test
  void onTheCpuItSaysOnceThatItIsOff() {
    // GIVEN
    List<String> said = new ArrayList<>();
    MixedPrecisionCB off = new MixedPrecisionCB(new LossScaler(8, 2), () -> false, said::add);
    Learner learner = Toy.trainLearner(off);
    // WHEN
    learner.fit(1);
    learner.fit(1);
    // THEN
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith("MixedPrecisionCB is off: float16 is faster on a CUDA card only, and this is ");
    assertThat(off.scale()).isEqualTo(8);
  }
}
