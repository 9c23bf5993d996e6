package ai.miniai.callback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Event;
import ai.miniai.callback.Recorder;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainCBTest {
  /** a · x + y, with a = 1 at first. */
  private static final class Mix extends Module {
    private final Tensor a = parameter("a", Tensor.ones(1));

    @Override
    protected Tensor forward(Tensor... inputs) {
      return inputs[0].times(a).plus(inputs[1]);
    }
  }

  /** One item: x = 2, y = 3, target = 7. */
  private static DataLoaders oneItem() {
    Dataset item = Dataset.of(List.of(Sample.of(number(2), number(3), number(7))));
    return new DataLoaders(DataLoader.of(item, 1), DataLoader.of(item, 1));
  }

  private static HostArray number(float value) {
    return new HostArray.Floats(new float[] {value}, 1);
  }

  @Test
  void givesTheModelItsInputsAndTheLossTheRest() {
    // GIVEN
    Mix model = new Mix();
    List<Double> losses = new ArrayList<>();
    Callback reading =
        new Callback() {
          @Override
          public void afterLoss() {
            losses.add(learn().loss().item());
          }
        };
    // WHEN
    new Learner(model, oneItem(), Losses::mse, 0.1, new TrainCB(2), reading).fit(1);
    // THEN the loss is (2a + 3 − 7)², its gradient 4 (2a − 4) = −8
    assertThat(losses.get(0)).isEqualTo(4);
    assertThat((float) model.a.item()).isEqualTo(1.8f);
  }

  @Test
  void saysThatTooManyTargetsAreLeft() {
    // GIVEN
    Learner learner = new Learner(new Linear(1, 1), oneItem(), Losses::mse, 0.1, new TrainCB());
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessage(
            "callback TrainCB failed in getLoss: with 1 inputs, 2 tensors of the batch are left as"
                + " targets, but the loss function takes 1: give TrainCB the right number, or"
                + " override getLoss()");
  }

  @Test
  void saysThatThereAreNotAsManyInputs() {
    // GIVEN
    Learner learner = new Learner(new Mix(), oneItem(), Losses::mse, 0.1, new TrainCB(4));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageContaining("callback TrainCB failed in predict: number of inputs (4)");
  }

  @Test
  void refusesModelsWithoutInputs() {
    assertThatThrownBy(() -> new TrainCB(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model has at least one input, not 0");
  }

  @Test
  void letsASubclassChangeOneStep() {
    // GIVEN
    class Doubling extends TrainCB {
      @Override
      public void getLoss() {
        super.getLoss();
        learn().loss(learn().loss().times(2));
      }
    }
    List<Double> losses = new ArrayList<>();
    Callback reading =
        new Callback() {
          @Override
          public void afterLoss() {
            losses.add(learn().loss().item());
          }
        };
    // WHEN
    Toy.learner(new TrainCB(), reading, new SingleBatchCB()).fit(1);
    Toy.learner(new Doubling(), reading, new SingleBatchCB()).fit(1);
    // THEN
    assertThat(losses.get(1)).isEqualTo(2 * losses.get(0));
  }

  @Test
  void endsTheFitAfterASingleBatch() {
    // GIVEN
    Recorder recorder = new Recorder();
    Learner learner = Toy.learner(new TrainCB(), recorder, new SingleBatchCB());
    // WHEN
    learner.fit(3);
    // THEN
    assertThat(recorder.events()).containsOnlyOnce(Event.BEFORE_BATCH);
    assertThat(learner.cancelReason()).contains("one batch was asked for");
  }

  @Test
  void trainsTheSameWithDeviceCB() {
    // GIVEN
    Learner with = Toy.learner(new DeviceCB(), new TrainCB());
    Learner without = Toy.learner(new TrainCB());
    // WHEN
    with.fit(2);
    without.fit(2);
    // THEN
    assertThat(Toy.weights(with.model()))
        .usingRecursiveComparison()
        .isEqualTo(Toy.weights(without.model()));
  }
}
