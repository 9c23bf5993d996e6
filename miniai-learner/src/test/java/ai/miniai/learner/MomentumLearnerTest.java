package ai.miniai.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentumLearnerTest {
  /** y = w · x, with w = 1 at first. */
  private static final class Scale extends Module {
    private final Tensor w = parameter("w", Tensor.ones(1));

    @Override
    protected Tensor forward(Tensor x) {
      return x.times(w);
    }
  }

  /** x = 1, target 0, in three batches of one: the loss is w², its gradient 2w. */
  private static DataLoaders three() {
    HostArray one = new HostArray.Floats(new float[] {1}, 1);
    HostArray zero = new HostArray.Floats(new float[] {0}, 1);
    DataLoader loader =
        DataLoader.of(
            Dataset.of(List.of(Sample.of(one, zero), Sample.of(one, zero), Sample.of(one, zero))),
            1);
    return new DataLoaders(loader, loader);
  }

  @Test
  void stepsAlongTheGradientAndAShareOfTheLastDirection() {
    // GIVEN
    Scale model = new Scale();
    // WHEN
    new MomentumLearner(model, three(), Losses::mse, 0.1, 0.5).fit(1);
    // THEN by hand
    double w = 1;
    double direction = 2 * w;
    w -= 0.1 * direction; // 0.8
    direction = 2 * w + 0.5 * direction;
    w -= 0.1 * direction; // 0.54
    direction = 2 * w + 0.5 * direction;
    w -= 0.1 * direction;
    assertThat(model.w.item()).isCloseTo(w, offset(1e-6));
  }

  @Test
  void hasMomentum085() {
    // GIVEN
    Scale byDefault = new Scale();
    Scale explicit = new Scale();
    // WHEN
    new MomentumLearner(byDefault, three(), Losses::mse, 0.1).fit(1);
    new MomentumLearner(explicit, three(), Losses::mse, 0.1, 0.85).fit(1);
    // THEN
    assertThat(byDefault.w.item()).isEqualTo(explicit.w.item());
  }

  @Test
  void goesWhereSgdWithMomentumGoes() {
    // GIVEN
    Module accumulating = Toy.model();
    Module remembering = Toy.model();
    // WHEN
    new MomentumLearner(accumulating, Toy.data(), Losses::crossEntropy, 0.1, 0.9).fit(3);
    new TrainLearner(remembering, Toy.data(), Losses::crossEntropy, 0.1)
        .optimizer((parameters, lr) -> new SGD(parameters, lr, 0.9))
        .fit(3);
    // THEN
    Toy.weights(accumulating)
        .forEach(
            (name, weights) ->
                assertThat(weights)
                    .containsExactly(Toy.weights(remembering).get(name), offset(1e-5)));
  }

  @Test
  void isATrainLearnerWithoutMomentum() {
    // GIVEN
    Module none = Toy.model();
    Module plain = Toy.model();
    // WHEN
    new MomentumLearner(none, Toy.data(), Losses::crossEntropy, 0.1, 0).fit(2);
    new TrainLearner(plain, Toy.data(), Losses::crossEntropy, 0.1).fit(2);
    // THEN
    Toy.weights(none)
        .forEach(
            (name, weights) ->
                assertThat(weights).containsExactly(Toy.weights(plain).get(name), offset(1e-6)));
  }

  @Test
  void beginsEachFitWithoutMomentum() {
    // GIVEN
    Scale model = new Scale();
    MomentumLearner learner = new MomentumLearner(model, three(), Losses::mse, 0.1);
    learner.fit(1);
    model.w.array().assign(1);
    Scale fresh = new Scale();
    // WHEN
    learner.fit(1);
    new MomentumLearner(fresh, three(), Losses::mse, 0.1).fit(1);
    // THEN
    assertThat(model.w.item()).isEqualTo(fresh.w.item());
  }

  @Test
  void leavesFrozenParametersAsTheyAre() {
    // GIVEN
    Module model = Toy.model();
    model.children().get(0).freeze();
    double[] frozen = Toy.weights(model).get("0.weight");
    double[] free = Toy.weights(model).get("2.weight");
    // WHEN
    new MomentumLearner(model, Toy.data(), Losses::crossEntropy, 0.1).fit(1);
    // THEN
    assertThat(Toy.weights(model).get("0.weight")).isEqualTo(frozen);
    assertThat(Toy.weights(model).get("2.weight")).isNotEqualTo(free);
  }

  @Test
  void refusesAMomentumThatNeverFades() {
    assertThatThrownBy(
            () -> new MomentumLearner(Toy.model(), Toy.data(), Losses::crossEntropy, 0.1, 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the momentum must lie in [0, 1), not 1.0");
  }
}
