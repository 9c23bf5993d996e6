package ai.miniai.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks that were stopped anywhere go on to the same bits, with dropout and schedules. */
@Timeout(60)
class RanksResumeTest {
  private static final int EPOCHS = 3;
  private static final int BATCHES = 5;

  @TempDir Path folder;

  /** Fails on rank 1 at the n-th batch of all training passes. */
  private static final class FailAt extends Callback {
    private final IntPredicate batches;
    private int seen;

    FailAt(IntPredicate batches) {
      this.batches = batches;
    }

    @Override
    public void afterLoss() {
      if (training() && batches.test(seen++) && learn().rank() == 1) {
        throw new IllegalStateException("pulled the plug");
      }
    }
  }

  private Learner fit(int ranks, String run, IntPredicate failsAt) {
    Seed.set(21);
    return new DataParallel(ranks)
        .fit(
            EPOCHS,
            replica ->
                new TrainLearner(
                        new Sequential(
                            new Linear(3, 16), new ReLU(), new Dropout(0.5), new Linear(16, 3)),
                        replica.shard(
                            new DataLoaders(
                                DataLoader.of(Toy.points(50, 1), 10).shuffle(true),
                                DataLoader.of(Toy.points(20, 2), 10))),
                        Losses::crossEntropy,
                        0.01,
                        new FailAt(failsAt),
                        new BatchSchedCB(new OneCycle(0.05, EPOCHS * BATCHES)),
                        new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {}),
                        new CheckpointCB(folder.resolve(run)).every(2).resume())
                    .optimizer(AdamW::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 8, 13})
  void aResumedFitEndsWithTheSameBits(int stop) {
    String whole = Fingerprint.of(fit(2, "whole", i -> false).model());
    assertThatThrownBy(() -> fit(2, "parts", i -> i == stop)).hasMessageContaining("the plug");
    assertThat(Fingerprint.of(fit(2, "parts", i -> false).model())).isEqualTo(whole);
  }

  @Test
  void onlyRank0Writes() throws Exception {
    fit(3, "run", i -> false);
    try (var files = Files.list(folder.resolve("run"))) {
      assertThat(files.map(file -> file.getFileName().toString())).contains(CheckpointCB.LAST);
    }
  }

  @Test
  void anotherNumberOfRanksGoesOn() {
    assertThatThrownBy(() -> fit(2, "run", i -> i == 7)).hasMessageContaining("the plug");
    Learner learner = fit(5, "run", i -> false);
    assertThat(learner.epoch()).isEqualTo(EPOCHS);
    assertThat(learner.cancelReason()).isEmpty();
  }
}
