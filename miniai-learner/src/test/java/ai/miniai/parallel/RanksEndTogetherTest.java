package ai.miniai.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.Event;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.tracker.EarlyStoppingCB;
import ai.miniai.callback.tracker.Monitor;
import ai.miniai.callback.tracker.TerminateOnNaNCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import com.google.common.collect.ObjectArrays;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a batch, an epoch or the fit on one rank does so on all; nobody waits for ever. */
@Timeout(60)
class RanksEndTogetherTest {
  private static final int RANKS = 3;
  private final Map<Integer, Learner> learners = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> steps = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> passes = new ConcurrentHashMap<>();

  /** Callbacks of each rank beside the others. */
  Callback[] more() {
    return new Callback[0];
  }

  /** 12 items in batches of 6: 2 batches each for training and validation. */
  private Learner learner(Replica replica, Callback... callbacks) {
    DataLoaders dls =
        replica.shard(
            new DataLoaders(
                DataLoader.of(Toy.points(12, 1), 6).shuffle(true),
                DataLoader.of(Toy.points(12, 2), 6)));
    Callback counter =
        new Callback() {
          @Override
          public void afterStep() {
            steps.merge(replica.rank(), 1, Integer::sum);
          }

          @Override
          public void cleanupEpoch() {
            passes.merge(replica.rank(), 1, Integer::sum);
          }
        };
    Callback[] all = ObjectArrays.concat(counter, callbacks);
    all = ObjectArrays.concat(all, more(), Callback.class);
    Learner made = new TrainLearner(Toy.model(), dls, Losses::crossEntropy, 0.1, all);
    learners.put(replica.rank(), made);
    return made;
  }

  /** Throws once, on rank 1, in the second epoch. */
  private static final class Once extends At {
    private final Supplier<RuntimeException> what;
    private final int rank;
    private boolean done;

    Once(Event when, int rank, Supplier<RuntimeException> what) {
      super(when);
      this.rank = rank;
      this.what = what;
    }

    @Override
    protected void now() {
      if (!done && learn().rank() == rank && learn().epoch() == 1) {
        done = true;
        throw what.get();
      }
    }
  }

  private void fit(int epochs, Supplier<Callback> callback) {
    new DataParallel(RANKS)
        .timeout(Duration.ofSeconds(20))
        .fit(epochs, replica -> learner(replica, callback.get()));
  }

  private void assertRanksAreEqual() {
    assertThat(learners).hasSize(RANKS);
    assertThat(learners.values().stream().map(one -> Fingerprint.of(one.model())).distinct())
        .hasSize(1);
    assertThat(Set.copyOf(steps.values())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      names = {
        "BEFORE_EPOCH", "AFTER_EPOCH", "CLEANUP_EPOCH", "BEFORE_BATCH", "AFTER_BATCH",
        "CLEANUP_BATCH", "AFTER_PREDICT", "AFTER_LOSS", "AFTER_BACKWARD", "AFTER_STEP"
      })
  void aFitCancelledOnOneRankIsCancelledOnAll(Event when) {
    fit(4, () -> new Once(when, 1, () -> new CancelFitException("enough")));
    assertRanksAreEqual();
    assertThat(learners.get(1).cancelReason()).hasValue("enough");
    assertThat(learners.get(0).cancelReason()).hasValue("rank 1: enough");
    assertThat(learners.get(2).epoch()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      names = {
        "BEFORE_EPOCH",
        "BEFORE_BATCH",
        "AFTER_BATCH",
        "CLEANUP_BATCH",
        "AFTER_PREDICT",
        "AFTER_LOSS",
        "AFTER_BACKWARD",
        "AFTER_STEP"
      })
  void anEpochCancelledOnOneRankIsCancelledOnAll(Event when) {
    fit(4, () -> new Once(when, 2, () -> new CancelEpochException("next")));
    assertRanksAreEqual();
    assertThat(passes.get(0)).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      names = {"BEFORE_BATCH", "AFTER_PREDICT", "AFTER_LOSS", "AFTER_STEP", "AFTER_BATCH"})
  void aRankWhoseBatchIsCancelledStepsWithTheOthers(Event when) {
    fit(3, () -> new Once(when, 0, () -> new CancelBatchException("not this")));
    assertRanksAreEqual();
    assertThat(passes.get(0)).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      names = {
        "BEFORE_FIT",
        "BEFORE_EPOCH",
        "AFTER_LOSS",
        "AFTER_BATCH",
        "AFTER_EPOCH",
        "AFTER_FIT"
      })
  void aFailureOnOneRankIsThatOfAll(Event when) {
    assertThatThrownBy(() -> fit(2, () -> new Failing(when)))
        .hasMessageContaining("failed in " + when)
        .hasMessageContaining("out of paper");
  }

  /** Fails on rank 1. */
  private static final class Failing extends At {
    Failing(Event when) {
      super(when);
    }

    @Override
    protected void now() {
      if (learn().rank() == 1) {
        throw new IllegalStateException("out of paper");
      }
    }
  }

  @Test
  void aFailureBeforeTheFitEndsAll() {
    assertThatThrownBy(
            () ->
                new DataParallel(2)
                    .fit(
                        1,
                        replica -> {
                          if (replica.rank() == 1) {
                            throw new IllegalStateException("no data here");
                          }
                          return learner(replica);
                        }))
        .hasMessage("no data here");
  }

  @Test
  void aLossOfNanOnOneRankEndsAll() {
    fit(3, () -> new Spoil(1));
    assertRanksAreEqual();
    assertThat(learners.get(0).cancelReason().orElseThrow()).contains("the loss is NaN");
    assertThat(learners.get(0).epoch()).isEqualTo(0);
  }

  /** Makes the loss of a rank NaN, as the learner of that rank sees it. */
  private static final class Spoil extends Callback {
    private final int rank;
    private final TerminateOnNaNCB terminate = new TerminateOnNaNCB();

    Spoil(int rank) {
      this.rank = rank;
    }

    @Override
    protected List<Callback> companions() {
      return List.of(terminate);
    }

    @Override
    public void afterBatch() {
      if (learn().rank() == rank && learn().iteration() == 0) {
        learn().loss(learn().loss().times(Double.NaN));
      }
    }
  }

  @Test
  void allStopEarlyTogether() {
    fit(
        20,
        () ->
            new Callback() {
              private final MetricsCB metrics = new MetricsCB().log(row -> {});
              private final EarlyStoppingCB stop =
                  new EarlyStoppingCB(Monitor.min("loss").minDelta(10), 2);

              @Override
              protected List<Callback> companions() {
                return List.of(metrics, stop);
              }
            });
    assertRanksAreEqual();
    assertThat(learners.get(2).epoch()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aSilentRankIsNamed(int silent) {
    assertThatThrownBy(
            () ->
                new DataParallel(RANKS)
                    .timeout(Duration.ofSeconds(1))
                    .fit(
                        1,
                        replica ->
                            learner(
                                replica,
                                new Callback() {
                                  @Override
                                  public void afterLoss() {
                                    if (replica.rank() == silent) {
                                      sleep();
                                    }
                                  }
                                })))
        .hasMessageContaining("rank " + silent + " has not answered for 1 s");
  }

  private static void sleep() {
    try {
      Thread.sleep(3000); // silent for longer than the others wait
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptOfTheCallerEndsAll() {
    fit(
        1000,
        () ->
            new Callback() {
              @Override
              public void afterStep() {
                if (learn().rank() == 0 && learn().epoch() == 3) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    assertThat(Thread.interrupted()).isTrue();
    assertRanksAreEqual();
    assertThat(learners.get(1).cancelReason()).hasValue("rank 0: the thread was interrupted");
  }

  @Test
  void unequalNumbersOfBatchesAreAnError() {
    assertThatThrownBy(
            () ->
                new DataParallel(2)
                    .fit(
                        1,
                        replica ->
                            new TrainLearner(
                                Toy.model(),
                                Toy.data(10 + 10 * replica.rank(), 10),
                                Losses::crossEntropy,
                                0.1)))
        .hasMessageContaining("rank 0 has no more batches, but rank 1 has");
  }

  @Test
  void aChangeOnOneRankIsFound() {
    assertThatThrownBy(
            () ->
                fit(
                    1,
                    () ->
                        new Callback() {
                          @Override
                          public void afterStep() {
                            if (learn().rank() == 2) {
                              opt().groups().get(0).lr(0.05);
                            }
                          }
                        }))
        .hasMessageContaining("the parameters of rank 2 differ from those of rank 0 after epoch 0");
  }
}
