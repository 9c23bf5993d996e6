package ai.miniai.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.SGD;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LearnerTest {
  /** Looks at the learner after each training batch. */
  private static Callback afterTraining(Runnable look) {
    return new Callback() {
      @Override
      public void afterBatch() {
        if (training()) {
          look.run();
        }
      }
    };
  }

  private static final Callback IDLE = new Callback() {};

  // ---------------------------------------------------------------- two ways, one result

  /** Weights and losses of three shuffled epochs. */
  private static List<Object> outcome(BiFunction<Module, DataLoaders, Learner> make) {
    MetricsCB metrics = new MetricsCB().log(row -> {});
    Learner learner = make.apply(Toy.model(), Toy.data(50, 8));
    Seed.set(3);
    learner.fit(3, metrics);
    return List.of(Toy.weights(learner.model()).values().toArray(), metrics.rows());
  }

  @Test
  void trainsBitIdenticallyWithTrainCBAndAsATrainLearner() {
    // WHEN
    List<Object> plain =
        outcome((m, dls) -> new Learner(m, dls, Losses::crossEntropy, 0.5, new TrainCB()));
    List<Object> own = outcome((m, dls) -> new TrainLearner(m, dls, Losses::crossEntropy, 0.5));
    // THEN
    assertThat(plain).usingRecursiveComparison().isEqualTo(own);
  }

  // ---------------------------------------------------------------- the optimizer

  @Test
  void trainsAtTheRateOfTheFitForThatFitOnly() {
    // GIVEN
    List<Double> rates = new ArrayList<>();
    TrainLearner learner = Toy.trainLearner();
    Callback note = afterTraining(() -> rates.add(learner.opt().lr()));
    // WHEN
    learner.fit(1, true, false, List.of(note), 0.7);
    learner.fit(1, note);
    learner.fit(1, 0.3);
    // THEN
    assertThat(rates).containsExactly(0.7, 0.7, 0.1, 0.1);
    assertThat(learner.opt().lr()).isEqualTo(0.3);
  }

  @Test
  void makesANewOptimizerForEachFit() {
    // GIVEN
    TrainLearner learner = Toy.trainLearner();
    learner.fit(0);
    Optimizer first = learner.opt();
    // WHEN
    learner.fit(0);
    // THEN
    assertThat(learner.opt()).isNotSameAs(first);
  }

  @Test
  void keepsTheOptimizerWhenAsked() {
    // GIVEN
    Learner learner =
        Toy.trainLearner().optimizer((p, lr) -> new SGD(p, lr, 0.9)).keepOptimizer(true);
    learner.fit(1);
    Optimizer first = learner.opt();
    double[] velocity = first.stateDict().get("0.weight").toDoubles();
    // WHEN
    learner.fit(0, 0.3);
    // THEN
    assertThat(learner.opt()).isSameAs(first);
    assertThat(first.lr()).isEqualTo(0.3);
    assertThat(first.stateDict().get("0.weight").toDoubles()).isEqualTo(velocity);
  }

  @Test
  void makesOptimizersWithTheFactory() {
    // GIVEN
    SGD mine = new SGD(Toy.model().parameters(), 0.5);
    // WHEN
    Learner learner = Toy.trainLearner().optimizer((parameters, lr) -> mine);
    learner.fit(0);
    // THEN
    assertThat(learner.opt()).isSameAs(mine);
  }

  @Test
  void hasNoOptimizerBeforeTheFirstFit() {
    assertThatThrownBy(() -> Toy.learner().opt())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the learner has no optimizer now: one is made when a fit begins");
  }

  @Test
  void forgetsTheOptimizerOfFitsThatAreTriedOut() {
    // GIVEN
    Learner learner = Toy.trainLearner().keepOptimizer(true);
    learner.fit(0);
    Optimizer before = learner.opt();
    List<Optimizer> tried = new ArrayList<>();
    // WHEN
    learner.tryOut(
        () -> {
          learner.fit(0);
          tried.add(learner.opt());
        });
    // THEN
    assertThat(learner.opt()).isSameAs(before);
    assertThat(tried).doesNotContain(before);
  }

  @Test
  void beginsWithoutTheGradientsOfAFitThatFailed() {
    // GIVEN a learner whose fit failed between the backward pass and the step, and a fresh one
    TrainLearner failed = Toy.trainLearner();
    Callback failing =
        new Callback() {
          @Override
          public void afterBackward() {
            throw new IllegalStateException("by intent");
          }
        };
    assertThatThrownBy(() -> failed.fit(1, failing)).hasMessageContaining("by intent");
    TrainLearner fresh = Toy.trainLearner();
    // WHEN
    failed.fit(2);
    fresh.fit(2);
    // THEN
    assertThat(Toy.weights(failed.model()))
        .usingRecursiveComparison()
        .isEqualTo(Toy.weights(fresh.model()));
  }

  // ---------------------------------------------------------------- what a learner has

  @Test
  void countsEpochsAndBatches() {
    // GIVEN
    List<List<Integer>> seen = new ArrayList<>();
    TrainLearner learner = Toy.trainLearner();
    // WHEN
    learner.fit(
        2,
        afterTraining(
            () ->
                seen.add(
                    List.of(
                        learner.epochs(),
                        learner.get(Attribute.EPOCH),
                        learner.get(Attribute.ITERATION)))));
    // THEN
    assertThat(seen)
        .containsExactly(List.of(2, 0, 0), List.of(2, 0, 1), List.of(2, 1, 0), List.of(2, 1, 1));
  }

  @Test
  void givesItsPartsByName() {
    // GIVEN
    TrainLearner learner = Toy.trainLearner();
    List<Object> named = new ArrayList<>();
    List<Object> own = new ArrayList<>();
    // WHEN
    learner.fit(
        1,
        afterTraining(
            () -> {
              named.add(learner.get(Attribute.MODEL));
              named.add(learner.get(Attribute.DLS));
              named.add(learner.get(Attribute.OPT));
              named.add(learner.get(Attribute.BATCH));
              named.add(learner.get(Attribute.PREDS));
              named.add(learner.get(Attribute.LOSS));
              named.add(learner.get(Attribute.EPOCHS));
              own.add(learner.model());
              own.add(learner.dls());
              own.add(learner.opt());
              own.add(learner.batch());
              own.add(learner.preds());
              own.add(learner.loss());
              own.add(learner.epochs());
              throw new CancelFitException();
            }));
    // THEN
    assertThat(named).isEqualTo(own);
  }

  @Test
  void worksOnTheBatchThatACallbackPutsInPlace() {
    // GIVEN
    List<Integer> sizes = new ArrayList<>();
    Callback halving =
        new Callback() {
          @Override
          public void beforeBatch() {
            learn()
                .batch(new Batch(List.of(batch().x().slice(0, 0, 1), batch().y().slice(0, 0, 1))));
          }
        };
    TrainLearner learner = Toy.trainLearner(halving);
    // WHEN
    learner.fit(1, afterTraining(() -> sizes.add((int) learner.preds().size(0))));
    // THEN
    assertThat(sizes).containsExactly(1, 1);
  }

  @Test
  void hasNoBatchBetweenBatches() {
    // GIVEN
    TrainLearner learner = Toy.trainLearner();
    learner.fit(1);
    // WHEN, THEN
    assertThatThrownBy(learner::batch)
        .hasMessage("the learner has no batch now: there is one only while a batch is worked on");
    assertThatThrownBy(learner::preds)
        .hasMessageStartingWith(
            "the learner has no predictions now: they are there from afterPredict to the end of the"
                + " batch");
    assertThatThrownBy(learner::loss)
        .hasMessageStartingWith(
            "the learner has no loss now: it is there from afterLoss to the end of the batch");
  }

  @Test
  void saysWhoMightPredictWhenNobodyDoes() {
    // GIVEN
    Learner learner = Toy.learner(new MetricsCB());
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageContaining("if a callback (TrainCB, say) or the learner (TrainLearner, say)");
  }

  @Test
  void letsALossThatWasKeptSayThatItIsDead() {
    // GIVEN
    AtomicReference<Tensor> kept = new AtomicReference<>();
    TrainLearner learner = Toy.trainLearner();
    learner.fit(1, afterTraining(() -> kept.set(learner.loss())));
    // WHEN, THEN
    assertThatThrownBy(() -> kept.get().item())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("memory scope (a training step) that has ended");
  }

  @Test
  void keepsADetachedLossAlive() {
    // GIVEN
    List<Tensor> kept = new ArrayList<>();
    List<Double> read = new ArrayList<>();
    TrainLearner learner = Toy.trainLearner();
    // WHEN
    learner.fit(
        2,
        afterTraining(
            () -> {
              kept.add(learner.loss().detach());
              read.add(learner.loss().item());
            }));
    // THEN
    assertThat(kept).extracting(Tensor::item).isEqualTo(read);
  }

  // ---------------------------------------------------------------- how a fit may not go

  @Test
  void refusesAFitInsideAFit() {
    // GIVEN
    TrainLearner learner = Toy.trainLearner();
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1, afterTraining(() -> learner.fit(1))))
        .hasMessageContaining("a fit of this learner is running: wait until it has ended");
    learner.fit(1);
  }

  @Test
  void refusesANegativeNumberOfEpochs() {
    assertThatThrownBy(() -> Toy.learner().fit(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of epochs must not be negative: -1");
  }

  @Test
  void canFitAgainAfterTheOptimizerCouldNotBeMade() {
    // GIVEN
    TrainLearner learner = Toy.trainLearner(IDLE);
    assertThatThrownBy(() -> learner.fit(1, -0.5)).hasMessageContaining("learning rate");
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(learner.opt().lr()).isEqualTo(0.1);
  }

  @Test
  void namesTheItemThatCouldNotBeLoaded() {
    // GIVEN
    Dataset broken =
        Toy.points(8, 1)
            .map(
                sample -> {
                  throw new IllegalStateException("by intent");
                });
    DataLoaders dls = new DataLoaders(DataLoader.of(broken, 2), DataLoader.of(broken, 2));
    // WHEN, THEN
    assertThatThrownBy(() -> new TrainLearner(Toy.model(), dls, Losses::crossEntropy, 1).fit(1))
        .hasMessageContaining("by intent");
  }

  // ---------------------------------------------------------------- interrupts

  @Test
  void endsAsCancelledWhenItsThreadIsInterrupted() {
    // GIVEN
    List<Integer> batches = new ArrayList<>();
    TrainLearner learner = Toy.trainLearner();
    // WHEN
    learner.fit(
        5,
        afterTraining(
            () -> {
              batches.add(learner.iteration());
              Thread.currentThread().interrupt();
            }));
    // THEN
    assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    assertThat(batches).containsExactly(0);
    assertThat(learner.cancelReason()).contains("the thread was interrupted");
  }

  @Test
  @Timeout(60)
  void endsAsCancelledWhenItsThreadIsInterruptedWhileItWaitsForABatch() {
    // GIVEN a data set that interrupts the training thread and then never answers
    Thread trainer = Thread.currentThread();
    Dataset stuck =
        Toy.points(8, 1)
            .map(
                sample -> {
                  trainer.interrupt();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                  return sample;
                });
    DataLoaders dls = new DataLoaders(DataLoader.of(stuck, 2), DataLoader.of(stuck, 2));
    Learner learner = new TrainLearner(Toy.model(), dls, Losses::crossEntropy, 1);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(Thread.interrupted()).isTrue();
    assertThat(learner.cancelReason()).contains("the thread was interrupted");
  }
}
