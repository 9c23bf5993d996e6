package ai.miniai.callback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstBatchCBTest {
  @Test
  void seesTheBatchAsTheOtherCallbacksLeaveIt() {
    // GIVEN
    Callback sevens =
        new BatchTransformCB(batch -> new Batch(List.of(batch.x().times(0).plus(7), batch.y())));
    // WHEN
    double[] x = FirstBatchCB.of(Toy.trainLearner(), true, b -> b.x().toDoubles(), sevens);
    // THEN
    assertThat(x).hasSize(6).containsOnly(7);
  }

  @Test
  void looksAtTheDataThatAreAskedFor() {
    // GIVEN training batches of 2, validation batches of 4
    Learner learner = new TrainLearner(Toy.model(), Toy.data(8, 2), Losses::crossEntropy, 0.1);
    // WHEN, THEN
    assertThat(FirstBatchCB.of(learner, true, Batch::size)).isEqualTo(2);
    assertThat(FirstBatchCB.of(learner, false, Batch::size)).isEqualTo(4);
  }

  @Test
  void leavesModelAndRandomNumbersAsTheyWere() {
    // GIVEN
    Learner learner = new TrainLearner(Toy.model(), Toy.data(8, 2), Losses::crossEntropy, 0.1);
    double[] weights = learner.model().parameters().get("0.weight").toDoubles();
    Seed.set(1);
    // WHEN
    Batch unused = FirstBatchCB.of(learner, false, batch -> batch);
    // THEN
    assertThat(unused).isNotNull();
    assertThat(learner.training()).isTrue();
    assertThat(learner.model().parameters().get("0.weight").toDoubles()).isEqualTo(weights);
    int next = Seed.generator().nextInt32();
    Seed.set(1);
    assertThat(next).isEqualTo(Seed.generator().nextInt32());
  }

  @Test
  void isTheBatchWithWhichTheNextFitBegins() {
    // GIVEN a loader that shuffles with a generator of its own
    DataLoader loader =
        DataLoader.of(Toy.points(8, 1), 2).shuffle(true).generator(new Generator(5));
    Learner learner =
        new TrainLearner(Toy.model(), new DataLoaders(loader, loader), Losses::crossEntropy, 0.1);
    // WHEN
    double[] first = FirstBatchCB.of(learner, true, batch -> batch.x().toDoubles());
    // THEN
    double[] second = FirstBatchCB.of(learner, true, batch -> batch.x().toDoubles());
    assertThat(second).isEqualTo(first);
  }

  @Test
  void saysThatThereAreNoData() {
    // GIVEN
    DataLoader empty = DataLoader.of(Toy.points(0, 1), 2);
    Learner learner =
        new TrainLearner(Toy.model(), new DataLoaders(empty, empty), Losses::crossEntropy, 0.1);
    // WHEN, THEN
    assertThatThrownBy(() -> FirstBatchCB.of(learner, true, Batch::size))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is nothing to train on: the data set has no items");
  }
}
