package ai.miniai.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.TestDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** A fit whose data give no batch fails at once, as PyTorch's sampler does. */
class NoBatchesTest {
  private final List<String> events = new ArrayList<>();

  private Learner learner(DataLoader train, DataLoader valid) {
    Callback noting =
        new Callback() {
          @Override
          public void beforeFit() {
            events.add("fit");
          }
        };
    return new TrainLearner(
        new Linear(1, 2), new DataLoaders(train, valid), Losses::crossEntropy, 0.1, noting);
  }

  private static Dataset items(int n) {
    return Dataset.of(
        IntStream.range(0, n)
            .mapToObj(i -> Sample.of(new float[] {i}, new long[] {1}, i % 2))
            .toList());
  }

  private static DataLoader some() {
    return DataLoader.of(items(4), 2);
  }

  private void assertNothingRuns(Learner learner, String message) {
    assertThatThrownBy(() -> learner.fit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(message);
    assertThat(events).isEmpty();
  }

  @Test
  void refusesAnEmptyTrainingSet() {
    assertNothingRuns(
        learner(DataLoader.of(items(0), 2).shuffle(true), some()),
        "there is nothing to train on: the data set has no items");
  }

  @Test
  void refusesAnEmptyValidationSetBeforeItTrains() {
    Learner learner = learner(some(), DataLoader.of(items(0), 2));
    assertNothingRuns(
        learner, "there is nothing to validate on: the data set has no items (to train without:");
    assertThatCode(() -> learner.fit(1, true, false, List.of(), 0.1)).doesNotThrowAnyException();
  }

  @Test
  void refusesToDropTheOnlyBatch() {
    assertNothingRuns(
        learner(DataLoader.of(items(5), 8).dropLast(true), some()),
        "there is nothing to train on: the data set has 5 items, fewer than the 8 of a batch, and"
            + " dropLast leaves out a batch that is not full");
  }

  @Test
  void refusesAnIteratorThatGivesNothing() {
    TestDataSetIterator nothing =
        new TestDataSetIterator(new DataSet(Nd4j.ones(2, 1), Nd4j.eye(2)), 2) {
          @Override
          public boolean hasNext() {
            return false;
          }
        };
    assertNothingRuns(
        learner(DataLoader.of(nothing), some()), "there is nothing to train on: the iterator, a ");
  }

  @Test
  void doesNothingInNoEpochs() {
    assertThatCode(() -> learner(DataLoader.of(items(0), 2), some()).fit(0))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnEpochWithoutBatches() {
    // GIVEN a data set that is emptied when the fit has begun
    boolean[] emptied = {false};
    Dataset vanishing =
        new Dataset() {
          @Override
          public int size() {
            return emptied[0] ? 0 : 4;
          }

          @Override
          public Sample get(int index) {
            return items(4).get(index);
          }
        };
    Callback emptying =
        new Callback() {
          @Override
          public void beforeFit() {
            emptied[0] = true;
          }
        };
    // WHEN, THEN
    assertThatThrownBy(() -> learner(DataLoader.of(vanishing, 2), some()).fit(1, emptying))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the training data gave no batch in epoch 0");
  }

  @Test
  void onlyTrainsWithoutValidationData() {
    List<Boolean> passes = new ArrayList<>();
    Callback noting =
        new Callback() {
          @Override
          public void beforeEpoch() {
            passes.add(training());
          }
        };
    var learner =
        new TrainLearner(
            new Linear(1, 2), DataLoaders.trainOnly(some()), Losses::crossEntropy, 0.1, noting);

    learner.fit(2);
    learner.fit(1, 0.2);

    assertThat(passes).containsExactly(true, true, true);
    assertThatThrownBy(learner::getPreds)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("there is nothing to validate on: no data were given");
    assertThat(learner.getPreds(some()).preds().shape()).containsExactly(4, 2);
  }

  @Test
  void predictsWithoutDataAndLoss() {
    Linear model = new Linear(1, 2);
    Tensor x = Tensor.of(new float[] {3, 4}, 2, 1);
    double[] expected = model.call(x).toDoubles();

    for (Learner learner : List.of(new TrainLearner(model), new Learner(model, new TrainCB()))) {
      assertThat(learner.predict(x).toDoubles()).containsExactly(expected);
      Predictions all = learner.getPreds(some());
      assertThat(all.preds().shape()).containsExactly(4, 2);
      assertThat(all.targets().toDoubles()).containsExactly(0, 1, 0, 1);
      assertThatThrownBy(() -> learner.fit(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("there is nothing to train on: no data were given");
      assertThatThrownBy(
              () -> learner.withData(new DataLoaders(some(), some()), () -> learner.fit(1, 0.1)))
          .hasMessageContaining("this learner has no loss, because it was made for predictions");
    }
  }
}
