package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.During;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.training.DeviceCB;
import ai.miniai.histogram.Bins;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Doubles;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class ActivationStatsTest {
  private final Sequential model = Pictures.small();

  // ---------------------------------------------------------------- what is recorded

  @Test
  void recordsAColumnOfEachLayerForEachTrainingBatch() {
    // GIVEN
    ActivationStats stats = new ActivationStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats).fit(2);
    // THEN
    assertThat(stats.layers()).extracting(LayerStats::name).containsExactly("0.0", "1");
    assertThat(stats.layers()).allSatisfy(layer -> assertThat(layer.size()).isEqualTo(6));
    assertThat(stats.layers().get(0).columns())
        .allSatisfy(column -> assertThat(column.size()).isEqualTo(8 * 4 * 4 * 4));
  }

  @Test
  void recordsEveryModuleWithoutAFilter() {
    // GIVEN
    ActivationStats stats = new ActivationStats();
    // WHEN
    Pictures.learner(model, stats).fit(1);
    // THEN
    assertThat(stats.layers()).hasSize(6);
  }

  @Test
  void recordsTheOutputsThemselves() {
    // GIVEN somebody who looks at the outputs too
    List<Double> means = new ArrayList<>();
    List<Double> stds = new ArrayList<>();
    HooksCallback looking =
        new HooksCallback(
            (hook, module, inputs, output) -> {
              DescriptiveStatistics seen = new DescriptiveStatistics(output.toDoubles());
              means.add(seen.getMean());
              stds.add(seen.getStandardDeviation());
            },
            ReLU.class::isInstance);
    ActivationStats stats = new ActivationStats(ReLU.class);
    // WHEN
    Pictures.learner(model, looking, stats).fit(1);
    // THEN
    LayerStats layer = stats.layers().get(0);
    assertThat(layer.means()).containsExactly(Doubles.toArray(means), within(1e-9));
    assertThat(layer.stds()).containsExactly(Doubles.toArray(stds), within(1e-9));
  }

  @Test
  void takesOtherBins() {
    // GIVEN
    Bins bins = new Bins(7, 0, 2);
    ActivationStats stats = new ActivationStats(Conv2d.class::isInstance, bins, During.TRAINING);
    // WHEN
    Pictures.learner(model, stats).fit(1);
    // THEN
    assertThat(stats.layers().get(0).bins()).isEqualTo(bins);
    assertThat(stats.layers().get(0).histogram(false)).hasDimensions(7, 3);
  }

  // ---------------------------------------------------------------- which batch is which

  private static List<String> places(ActivationStats stats) {
    return stats.recording().columns().stream()
        .map(c -> c.epoch() + (c.training() ? " train " : " eval ") + c.iteration())
        .toList();
  }

  @Test
  void saysWhichBatchEachColumnIs() {
    // GIVEN
    ActivationStats stats = new ActivationStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats).fit(2);
    // THEN
    assertThat(places(stats))
        .containsExactly(
            "0 train 0", "0 train 1", "0 train 2", "1 train 0", "1 train 1", "1 train 2");
  }

  @Test
  void recordsValidationBatchesWhenAsked() {
    // GIVEN
    ActivationStats stats =
        new ActivationStats(Conv2d.class::isInstance, Bins.DEFAULT, During.BOTH);
    // WHEN
    Pictures.learner(model, stats).fit(1);
    // THEN
    assertThat(places(stats))
        .containsExactly("0 train 0", "0 train 1", "0 train 2", "0 eval 0", "0 eval 1");
    assertThat(stats.layers().get(1).size()).isEqualTo(5);
  }

  @Test
  void recordsValidationBatchesOnlyWhenAsked() {
    // GIVEN
    ActivationStats stats =
        new ActivationStats(Conv2d.class::isInstance, Bins.DEFAULT, During.VALIDATION);
    // WHEN
    Pictures.learner(model, stats).fit(1);
    // THEN
    assertThat(places(stats)).containsExactly("0 eval 0", "0 eval 1");
  }

  @Test
  void keepsColumnsAlignedWhenABatchIsCancelled() {
    // GIVEN the second batch is cancelled before the forward pass
    Callback skipping =
        new Callback() {
          @Override
          public int order() {
            return 1;
          }

          @Override
          public void beforeBatch() {
            if (learn().iteration() == 1) {
              throw new CancelBatchException();
            }
          }
        };
    ActivationStats stats = new ActivationStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats, skipping).fit(1);
    // THEN
    assertThat(places(stats)).hasSize(3);
    assertThat(stats.layers())
        .allSatisfy(
            layer -> {
              assertThat(layer.size()).isEqualTo(3);
              assertThat(layer.columns().get(1).size()).isZero();
              assertThat(layer.columns().get(2).size()).isPositive();
            });
  }

  @Test
  void leavesOutForwardPassesBetweenBatches() {
    // GIVEN a callback that tries the model out around epochs, in training mode
    Callback trying =
        new Callback() {
          @Override
          public int order() {
            return 1;
          }

          @Override
          public void beforeFit() {
            model().train();
            model().call(Tensor.ones(1, 1, 8, 8));
          }

          @Override
          public void afterEpoch() {
            beforeFit();
          }
        };
    ActivationStats stats = new ActivationStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats, trying).fit(1, true, false, List.of(), 0.1);
    // THEN
    assertThat(stats.layers().get(0).columns())
        .hasSize(3)
        .allSatisfy(column -> assertThat(column.size()).isEqualTo(8 * 4 * 4 * 4));
  }

  @Test
  void keepsTheLastFitThroughASearchForARate() {
    // GIVEN
    ActivationStats stats = new ActivationStats(Conv2d.class);
    Learner learner = Pictures.learner(model, stats);
    learner.fit(2);
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(learner);
    // THEN
    assertThat(finder.rates()).isNotEmpty();
    assertThat(stats.layers().get(0).size()).isEqualTo(6);
  }

  @Test
  void beginsAnewInASecondFit() {
    // GIVEN
    ActivationStats stats = new ActivationStats(Conv2d.class);
    Learner learner = Pictures.learner(model, stats);
    learner.fit(2);
    Recording first = stats.recording();
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(stats.layers().get(0).size()).isEqualTo(3);
    assertThat(places(stats)).hasSize(3);
    assertThat(first.layers().get(0).size()).as("the first recording stays").isEqualTo(6);
  }

  @Test
  void keepsWhatWasRecordedBeforeACancellation() {
    // GIVEN
    Callback ending =
        new Callback() {
          @Override
          public void afterBatch() {
            if (learn().iteration() == 1) {
              throw new CancelFitException();
            }
          }
        };
    ActivationStats stats = new ActivationStats(Conv2d.class);
    // WHEN
    Pictures.learner(model, stats, ending).fit(5);
    // THEN
    assertThat(stats.layers().get(1).means()).hasSize(2).doesNotContain(Double.NaN);
  }

  @Test
  void keepsWhatWasRecordedBeforeAFailureInTheMiddleOfTheForwardPass() {
    // GIVEN a network that fails behind the first convolution in the second batch
    Module failing =
        new Module() {
          private int calls;

          @Override
          protected Tensor forward(Tensor x) {
            calls++;
            if (calls == 2) {
              throw new IllegalStateException("by intent");
            }
            return x;
          }
        };
    Sequential broken = new Sequential(model.get(0), failing, model.get(1), new Flatten());
    ActivationStats stats = new ActivationStats(Conv2d.class);
    // WHEN
    assertThatThrownBy(() -> Pictures.learner(broken, stats).fit(1))
        .hasMessageContaining("by intent");
    // THEN
    assertThat(stats.layers().get(0).columns())
        .extracting(Distribution::size)
        .containsExactly(512L, 512L);
    assertThat(stats.layers().get(1).columns())
        .extracting(Distribution::size)
        .containsExactly(80L, 0L);
  }

  @Test
  void showsTheLastBatchWhileItRuns() {
    // GIVEN a callback that ends the fit by what the statistics say
    ActivationStats stats = new ActivationStats(ReLU.class);
    List<Double> dead = new ArrayList<>();
    Callback stopping =
        new Callback() {
          @Override
          public void afterBatch() {
            if (training()) {
              dead.add(stats.layers().get(0).last().nearZero(1));
            }
          }
        };
    // WHEN
    Pictures.learner(model, stopping, stats).fit(1);
    // THEN
    assertThat(Doubles.toArray(dead)).isEqualTo(stats.layers().get(0).nearZero(1));
  }

  // ---------------------------------------------------------------- cost

  @Test
  void readsFromTheDeviceOnceInATrainingBatchWithEverythingOn() {
    // GIVEN the lesson's network with metrics, progress and statistics of five convolutions
    List<Long> reads = new ArrayList<>();
    Callback counting =
        new Callback() {
          @Override
          public void beforeBatch() {
            reads.add(Host.reads());
          }
        };
    MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    ActivationStats stats = new ActivationStats(Conv2d.class);
    Learner learner =
        new TrainLearner(
            Pictures.lesson(),
            Pictures.few(),
            Losses::crossEntropy,
            0.1,
            counting,
            metrics,
            new DeviceCB(),
            new ProgressCB(new PrintStream(OutputStream.nullOutputStream())),
            stats);
    // WHEN
    learner.fit(2);
    long atTheEnd = Host.reads();
    // THEN from each batch to the next, epochs' ends included, there was one read
    reads.add(atTheEnd);
    for (int i = 1; i < reads.size(); i++) {
      assertThat(reads.get(i) - reads.get(i - 1)).as("reads in batch %s", i - 1).isEqualTo(1);
    }
    assertThat(stats.layers()).hasSize(5);
  }

  @Test
  void isRecordedFromHooksToo() {
    // GIVEN
    Recording recording;
    // WHEN
    try (Hooks hooks = new Hooks(model, new AppendStats())) {
      Pictures.learner(model).fit(1, true, false, List.of(), 0.1);
      recording = AppendStats.recording(hooks);
    }
    // THEN
    assertThat(recording.columns()).isEmpty();
    assertThat(recording.layers())
        .hasSize(3)
        .allSatisfy(layer -> assertThat(layer.size()).isEqualTo(3));
  }
}
