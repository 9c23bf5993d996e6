package ai.miniai.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.training.BatchTransformCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ModuleException;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.model.Layers;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static ImmutableLongArray shape(long... shape) {
    return ImmutableLongArray.copyOf(shape);
  }

  /** Sees sequences [batch, time, 4] twice, and another input once. */
  private static final class Twice extends Module {
    private final Module step = child("step", new Linear(4, 4));

    Twice() {
      child("idle", new Linear(2, 2));
    }

    @Override
    protected Tensor forward(Tensor... inputs) {
      return step.call(step.call(inputs[0])).plus(inputs[1]);
    }
  }

  @Test
  void givesAModelAsManyInputsAsTrainCBTakes() {
    // GIVEN batches of two inputs and a target
    HostArray four = new HostArray.Floats(new float[4], 4);
    Dataset items = Dataset.of(List.of(Sample.of(four, four, four)));
    DataLoaders dls = new DataLoaders(DataLoader.of(items, 1), DataLoader.of(items, 1));
    Learner learner = new Learner(new Twice(), dls, Losses::mse, 0.1, new TrainCB(2));
    // WHEN
    Summary summary = Summary.of(learner);
    // THEN
    assertThat(summary.rows().get(0).inputs()).containsExactly(shape(1, 4), shape(1, 4));
  }

  @Test
  void showsAllOutputsOfAModelThatHasSeveral() {
    Module model =
        new Module() {
          @Override
          protected Outputs forwardAll(Tensor... inputs) {
            return Outputs.of("a", inputs[0]).and("b", inputs[0].sum(1));
          }
        };
    Summary summary = Summary.of(model, 3, 2);
    assertThat(summary.rows().get(0).outputs()).containsExactly(shape(3, 2), shape(3));
    assertThat(summary.toString()).contains("[3, 2], [3]");
  }

  @Test
  void saysThatAModelOfTwoInputsGotOne() {
    assertThatThrownBy(() -> Summary.of(new Sequential(new Twice()), 1, 2, 4))
        .isInstanceOf(ModuleException.class)
        .hasMessageStartingWith("in module 0, Twice(): ")
        .hasMessageContaining("called with 1 input of shape [1, 2, 4]");
  }

  @Test
  void tellsShapesParametersAndMultiplyAdds() {
    // GIVEN 8 filters of 5 × 5 at 14 × 14 places, and two linear layers
    Module model =
        new Sequential(
            Layers.conv(1, 8, 5), new Flatten(), new Linear(8 * 14 * 14, 10), new BatchNorm1d(10));
    // WHEN
    Summary summary = Summary.of(model, 3, 1, 28, 28);
    // THEN
    assertThat(summary.rows())
        .extracting(Summary.Row::path)
        .containsExactly("", "0", "0.0", "0.1", "1", "2", "3");
    Summary.Row conv = summary.rows().get(2);
    assertThat(conv.type()).isEqualTo("Conv2d");
    assertThat(conv.inputs()).containsExactly(shape(3, 1, 28, 28));
    assertThat(conv.outputs()).containsExactly(shape(3, 8, 14, 14));
    assertThat(conv.parameters()).isEqualTo(208);
    assertThat(conv.multiplyAdds()).isEqualTo(200 * 14 * 14 + 8);
    assertThat(summary.rows().get(5).multiplyAdds()).isEqualTo(15_690);
    assertThat(summary.rows().get(6).multiplyAdds()).isEqualTo(20);
    assertThat(summary.rows().get(0).parameters()).isZero();
    assertThat(summary.parameters()).isEqualTo(208 + 15_690 + 20);
    assertThat(summary.multiplyAdds()).isEqualTo(39_208 + 15_690 + 20);
    assertThat(summary.rows()).allSatisfy(row -> assertThat(row.nanos()).isPositive());
  }

  @Test
  void countsWhatTheCourseCountsForItsResidualNetwork() {
    assertThat(Summary.of(Layers.resnet(), 1, 1, 28, 28).parameters()).isEqualTo(1_228_908);
  }

  @Test
  void countsASharedModuleOnceAndAllItsRuns() {
    // GIVEN
    Linear shared = new Linear(4, 4);
    // WHEN
    Summary summary = Summary.of(new Sequential(shared, new Sequential(shared, new ReLU())), 2, 4);
    // THEN
    assertThat(summary.rows()).extracting(Summary.Row::path).containsExactly("", "0", "1", "1.1");
    assertThat(summary.rows().get(1).calls()).isEqualTo(2);
    assertThat(summary.rows().get(1).multiplyAdds()).isEqualTo(40);
    assertThat(summary.parameters()).isEqualTo(20);
  }

  @Test
  void showsWhatIsNotRunAndTakesSequencesAndSeveralInputs() {
    // WHEN
    Summary summary = Summary.of(new Twice(), Tensor.zeros(5, 3, 4), Tensor.zeros(4));
    // THEN
    assertThat(summary.rows().get(0).inputs()).containsExactly(shape(5, 3, 4), shape(4));
    Summary.Row step = summary.rows().get(1);
    assertThat(step.multiplyAdds()).isEqualTo(2 * 3 * 20);
    Summary.Row idle = summary.rows().get(2);
    assertThat(idle.calls()).isZero();
    assertThat(idle.inputs()).isEmpty();
    assertThat(idle.parameters()).isEqualTo(6);
  }

  @Test
  void isATableWithTotals() {
    // GIVEN
    Summary.Row model =
        new Summary.Row(
            "",
            "Twice",
            1,
            ImmutableList.of(shape(2, 4), shape(4)),
            ImmutableList.of(shape(2, 4)),
            0,
            0,
            0,
            2_345_678);
    Summary.Row step =
        new Summary.Row(
            "step",
            "Linear",
            2,
            ImmutableList.of(shape(2, 4)),
            ImmutableList.of(shape(2, 4)),
            2000,
            0,
            40_000,
            1_000_000);
    Summary.Row idle =
        new Summary.Row("idle", "ReLU", 0, ImmutableList.of(), ImmutableList.of(), 0, 0, 0, 0);
    // WHEN, THEN
    assertThat(new Summary(ImmutableList.of(model, step, idle)))
        .hasToString(
            """
            path   type       input        output  parameters  trainable  MFLOPs    ms
                   Twice      [2, 4], [4]  [2, 4]                                 2.35
            step   Linear ×2  [2, 4]       [2, 4]       2,000          0    0.04  1.00
            idle   ReLU       not run
            total                                       2,000          0    0.04  2.35\
            """);
  }

  @Test
  void countsFrozenParametersAsNotTrained() {
    // GIVEN
    Linear frozen = new Linear(4, 4);
    frozen.freeze();
    // WHEN
    Summary summary = Summary.of(new Sequential(frozen, new Linear(4, 1)), 2, 4);
    // THEN
    assertThat(summary.parameters()).isEqualTo(25);
    assertThat(summary.trainable()).isEqualTo(5);
  }

  @Test
  void leavesModesAndBuffersAsTheyWere() {
    // GIVEN a layer that evaluates in a model that trains, in two places, after one that trains
    BatchNorm1d norm = new BatchNorm1d(4);
    Sequential model = new Sequential(norm, new Sequential(new Linear(4, 4), norm));
    model.train();
    norm.eval();
    norm.buffers().get("running_mean").array().assign(3);
    // WHEN
    Summary unused = Summary.of(model, 2, 4);
    // THEN
    assertThat(unused).isNotNull();
    assertThat(norm.training()).isFalse();
    assertThat(model.modules()).filteredOn(Module::training).hasSize(3);
    assertThat(norm.buffers().get("running_mean").toDoubles()).containsOnly(3);
  }

  @Test
  void putsTheModeBackWhenThePassFails() {
    // GIVEN
    Sequential model = new Sequential(new ReLU(), new Linear(3, 3));
    // WHEN, THEN
    assertThatThrownBy(() -> Summary.of(model, 2, 4))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("in module 1");
    assertThat(model.training()).isTrue();
  }

  @Test
  void leavesNoHookBehind() {
    // GIVEN a pass that fails in the second module
    Sequential model = new Sequential(new Linear(4, 4), new Linear(3, 3));
    ModuleWatch watch = new ModuleWatch(model);
    try (watch) {
      assertThatThrownBy(() -> model.call(Tensor.zeros(2, 4))).isInstanceOf(ModuleException.class);
    }
    // WHEN
    model.get(0).call(Tensor.zeros(2, 4));
    // THEN
    assertThat(watch.rows()).extracting(Summary.Row::calls).containsExactly(0, 1, 0);
  }

  @Test
  void takesABatchAsALearnersCallbacksLeaveIt() {
    // GIVEN
    Sample image = Sample.of(new float[36], new long[] {1, 6, 6}, 0);
    DataLoader loader = DataLoader.of(Dataset.of(Collections.nCopies(3, image)), 3);
    Module model = new Sequential(new Conv2d(1, 2, 3), new Flatten());
    Learner learner =
        new TrainLearner(model, new DataLoaders(loader, loader), Losses::crossEntropy, 0.1);
    BatchTransformCB cut =
        new BatchTransformCB(batch -> new Batch(List.of(batch.x().slice(3, 0, 4), batch.y())));
    // WHEN
    Summary summary = Summary.of(learner, cut);
    // THEN
    assertThat(summary.rows().get(1).outputs()).containsExactly(shape(3, 2, 4, 2));
    assertThat(learner.training()).isTrue();
  }
}
