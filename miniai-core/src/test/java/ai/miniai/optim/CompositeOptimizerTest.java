package ai.miniai.optim;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeOptimizerTest {
  private final Tensor a = parameter(1, -2);
  private final Tensor b = parameter(3, 0.5, 1);
  private final Optimizer both = together(a, b);

  private static Tensor parameter(double... values) {
    return Tensor.of(values, values.length).requiresGrad(true);
  }

  private static Optimizer together(Tensor a, Tensor b) {
    return new CompositeOptimizer(
        Map.of(
            "second", new SGD(Map.of("b", b), 0.5, 0.9), "first", new Adam(Map.of("a", a), 0.1)));
  }

  private static void backward(Tensor a, Tensor b) {
    a.zeroGrad();
    b.zeroGrad();
    a.square().sum().plus(b.square().sum()).backward();
  }

  @Test
  void aStepIsOneOfEachPartAsByItself() {
    // GIVEN
    Tensor alone = parameter(1, -2);
    Tensor other = parameter(3, 0.5, 1);
    Optimizer adam = new Adam(Map.of("a", alone), 0.1);
    Optimizer sgd = new SGD(Map.of("b", other), 0.5, 0.9);
    for (int i = 0; i < 3; i++) {
      // WHEN
      backward(a, b);
      both.step();
      backward(alone, other);
      adam.step();
      sgd.step();
    }
    // THEN
    assertThat(a).isIdenticalTo(alone);
    assertThat(b).isIdenticalTo(other);
  }

  @Test
  void oneMayStepWithoutTheOther() {
    // WHEN
    backward(a, b);
    both.part("second").step();
    both.part("second").zeroGrad();
    // THEN
    assertThat(a).hasValues(1, -2);
    assertThat(b).hasValues(0, 0, 0);
    assertThat(a.grad()).hasValues(2, -4);
    assertThat(b.grad()).isNull();
  }

  @Test
  void theGroupsAreInTheOrderOfTheNames() {
    assertThat(both.groups()).extracting(ParameterGroup::lr).containsExactly(0.1, 0.5);
  }

  @Test
  void theStateMakesTheNextStepTheSame() {
    // GIVEN
    backward(a, b);
    both.step();
    Tensor a2 = parameter(a.toDoubles());
    Tensor b2 = parameter(b.toDoubles());
    Optimizer resumed = together(a2, b2);
    // WHEN
    resumed.loadStateDict(both.stateDict());
    for (Tensor[] pair : new Tensor[][] {{a, b}, {a2, b2}}) {
      backward(pair[0], pair[1]);
    }
    both.step();
    resumed.step();
    // THEN
    assertThat(both.stateDict())
        .containsOnlyKeys("first.a.step", "first.a.exp_avg", "first.a.exp_avg_sq", "second.b");
    assertThat(a2).isIdenticalTo(a);
    assertThat(b2).isIdenticalTo(b);
  }

  @Test
  void aStateThatFitsInPartChangesNothing() {
    // GIVEN
    backward(a, b);
    both.step();
    Map<String, Tensor> before = both.stateDict();
    Map<String, Tensor> state = new HashMap<>(before);
    state.put("first.a.exp_avg", Tensor.of(new double[] {7, 7}, 2));
    state.put("second.b", Tensor.of(new double[] {7}, 1));
    // WHEN, THEN
    assertThatThrownBy(() -> both.loadStateDict(state))
        .hasMessage("the velocity of b is DOUBLE [1], but the parameter is DOUBLE [3]");
    both.stateDict().forEach((name, value) -> assertThat(value).isIdenticalTo(before.get(name)));
  }

  @Test
  void refusesTheStateOfAnotherOptimizer() {
    assertThatThrownBy(() -> both.loadStateDict(Map.of("third.b", b)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("third.b is of no part of the optimizer: there are [first, second]");
  }

  @Test
  void saysWhichPartsThereAre() {
    assertThatThrownBy(() -> both.part("third"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the optimizer has no part named \"third\", only [first, second]");
    assertThatThrownBy(() -> both.part("first").part("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Adam is one optimizer without parts, so it has none named \"a\": a CompositeOptimizer"
                + " has");
  }

  @Test
  void refusesAParameterThatTwoPartsWouldUpdate() {
    assertThatThrownBy(() -> together(a, a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a and b are one parameter, which would be updated twice");
  }

  @Test
  void refusesNamesThatDoNotFitIntoAState() {
    assertThatThrownBy(() -> new CompositeOptimizer(Map.of("a.b", new SGD(Map.of("a", a), 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of an optimizer may not be empty or contain a dot: \"a.b\"");
  }

  @Test
  void theParametersOfAModuleAreThoseUnderItsPath() {
    // GIVEN
    Map<String, Tensor> parameters = Map.of("one.weight", a, "one2.weight", b);
    // THEN
    assertThat(ParameterGroup.under(parameters, "one")).containsOnlyKeys("one.weight");
    assertThatThrownBy(() -> ParameterGroup.under(Map.of("one.weight", a), "on"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the module \"on\" has no parameters: there are only [one.weight]");
  }
}
