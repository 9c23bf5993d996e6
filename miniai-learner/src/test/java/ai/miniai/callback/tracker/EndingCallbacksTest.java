package ai.miniai.callback.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.tensor.Host;
import com.google.common.collect.ObjectArrays;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks that end a fit: by a validation loss that stays, or by a loss that is no number. */
class EndingCallbacksTest {
  @TempDir Path folder;

  /** A learner whose loss is this in each epoch, and in the batches of the epoch alike. */
  private static Learner withLosses(double[] losses, Callback... callbacks) {
    return Toy.trainLearner(ObjectArrays.concat(new GivenLosses(losses), callbacks));
  }

  private final MetricsCB metrics = new MetricsCB().log(row -> {});

  private int epochs() {
    return metrics.rows().size() / 2;
  }

  // ---------------------------------------------------------------- early stopping

  @Test
  void stopsWhenTheLossHasNotFallenForSoManyEpochs() {
    // GIVEN
    EarlyStoppingCB stopping = new EarlyStoppingCB(Monitor.min("loss"), 2);
    Learner learner = withLosses(new double[] {3, 2, 2.5, 1.5, 1.5, 1.6, 1}, metrics, stopping);
    // WHEN
    learner.fit(7);
    // THEN
    assertThat(epochs()).isEqualTo(6);
    assertThat(learner.cancelReason())
        .contains("\"loss\" has not become better than 1.5 for 2 epochs");
  }

  @Test
  void aSmallGainDoesNotCount() {
    // GIVEN
    EarlyStoppingCB stopping = new EarlyStoppingCB(Monitor.min("loss").minDelta(0.5), 1);
    // WHEN
    withLosses(new double[] {3, 2, 1.75, 1}, metrics, stopping).fit(4);
    // THEN
    assertThat(epochs()).isEqualTo(3);
  }

  @Test
  void largerMayBeBetter() {
    // GIVEN
    EarlyStoppingCB stopping = new EarlyStoppingCB(Monitor.max("loss"), 1);
    // WHEN
    withLosses(new double[] {1, 2, 3, 2, 1}, metrics, stopping).fit(5);
    // THEN
    assertThat(epochs()).isEqualTo(4);
  }

  @Test
  void nanIsNeverBetter() {
    // GIVEN
    EarlyStoppingCB stopping = new EarlyStoppingCB(Monitor.min("loss"), 2);
    // WHEN
    withLosses(new double[] {Double.NaN, Double.NaN, 1}, metrics, stopping).fit(3);
    // THEN
    assertThat(epochs()).isEqualTo(2);
  }

  @Test
  void thePatienceOutlastsAKill() {
    // GIVEN one epoch without a better loss, then the program ends
    double[] losses = {1, 2, 3, 4};
    withLosses(
            losses,
            new MetricsCB().log(row -> {}),
            new EarlyStoppingCB(Monitor.min("loss"), 2),
            new CheckpointCB(folder))
        .fit(2);
    // WHEN
    withLosses(
            losses,
            metrics,
            new EarlyStoppingCB(Monitor.min("loss"), 2),
            new CheckpointCB(folder).resume())
        .fit(4);
    // THEN
    assertThat(epochs()).isEqualTo(3);
  }

  @Test
  void saysWhichMetricsThereAre() {
    assertThatThrownBy(
            () -> Toy.trainLearner(metrics, new EarlyStoppingCB(Monitor.max("accuracy"), 1)).fit(1))
        .hasMessageContaining("there is no metric \"accuracy\", only [loss]");
  }

  // ---------------------------------------------------------------- NaN

  @Test
  void namesTheBatchWhoseLossIsNoNumber() {
    // GIVEN
    Learner learner =
        withLosses(new double[] {1, Double.NEGATIVE_INFINITY}, metrics, new TerminateOnNaNCB());
    // WHEN
    learner.fit(3);
    // THEN
    assertThat(learner.cancelReason())
        .contains("the loss is -Infinity in epoch 1, training, batch 0");
    assertThat(epochs()).isEqualTo(1);
  }

  @Test
  void makesNoCheckpointOfRuinedWeights() throws Exception {
    // GIVEN the weights before the bad batch
    Path last = folder.resolve(CheckpointCB.LAST);
    withLosses(new double[] {1}, new CheckpointCB(folder)).fit(1);
    byte[] good = Files.readAllBytes(last);
    // WHEN
    withLosses(
            new double[] {1, Double.NaN},
            new CheckpointCB(folder).every(1).resume(),
            new TerminateOnNaNCB())
        .fit(2);
    // THEN
    assertThat(Files.readAllBytes(last)).isEqualTo(good);
  }

  @Test
  void watchingForNaNCostsNoReadOfItsOwn() {
    // GIVEN
    long without = reads(metrics);
    // WHEN
    long with = reads(metrics, new TerminateOnNaNCB());
    // THEN
    assertThat(with).isEqualTo(without);
  }

  private static long reads(Callback... callbacks) {
    Learner learner = Toy.trainLearner(callbacks);
    long before = Host.reads();
    learner.fit(2);
    return Host.reads() - before;
  }
}
