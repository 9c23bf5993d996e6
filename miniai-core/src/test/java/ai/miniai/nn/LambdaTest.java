package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LambdaTest {
  private final Tensor x = Tensor.ones(2, 3);

  @Test
  void appliesItsFunction() {
    Sequential model = new Sequential(new Lambda("twice", v -> v.times(2)), new ReLU());

    assertThat(model.call(x)).isIdenticalTo(Tensor.full(2, 2, 3));
    assertThat(model.stateDict()).isEmpty();
    assertThat(model.get(0).summary()).isEqualTo("Lambda(twice)");
  }

  @Test
  void refusesAModuleThatIsNoPartOfTheModel() {
    Module hidden = new Linear(3, 2);
    Module model = new Sequential(new Lambda("hides", hidden::call));

    assertThatThrownBy(() -> model.call(x))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("in module 0, Lambda(hides)")
        .hasMessageContaining(
            "its function uses Linear(3, 2), which is no part of the model: it would not be trained"
                + " or saved. Write a subclass of Module instead, and register it there");
  }

  @Test
  void refusesAParameterThatIsNoPartOfTheModel() {
    Tensor hidden = Tensor.ones(3).requiresGrad(true);

    assertThatThrownBy(() -> new Lambda("scale", v -> v.times(hidden)).call(x))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("its function uses a tensor with a gradient");
  }

  @Test
  void mayUseConstantsAndModulesOfTheModel() {
    Tensor constant = Tensor.full(3, 3);
    Linear first = new Linear(3, 3);
    Module model = new Sequential(first, new Lambda("again", v -> first.call(v).plus(constant)));

    assertThat(model.call(x)).isIdenticalTo(first.call(first.call(x)).plus(constant));
  }

  @Test
  void mayUseTheModuleThatContainsIt() {
    assertThat(new Scaled().call(x)).isIdenticalTo(Tensor.full(2, 2, 3));
  }

  private static final class Scaled extends Module {
    private final Tensor scale = parameter("scale", Tensor.full(2, 1));
    private final Module body = child("body", new Lambda("scale", v -> v.times(scale)));

    @Override
    protected Tensor forward(Tensor input) {
      return body.call(input);
    }
  }
}
