package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.model.Residual;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleTest {
  private final Linear inner = new Linear(2, 2);
  private final Sequential body = new Sequential(inner, new ReLU());
  private final Residual residual = new Residual(body);
  private final Linear head = new Linear(2, 1, false);
  private final Sequential model = new Sequential(residual, head);

  /** With a parameter of its own, and no forward pass. */
  private static final class Scale extends Module {
    Scale(String first, String second) {
      parameter(first, Tensor.ones(1));
      child(second, new ReLU());
    }
  }

  // ---------------------------------------------------------------- parts

  @Test
  void listsModulesByDottedPathParentsFirst() {
    assertThat(model.namedModules())
        .containsExactly(
            Map.entry("", model),
            Map.entry("0", residual),
            Map.entry("0.body", body),
            Map.entry("0.body.0", inner),
            Map.entry("0.body.1", body.get(1)),
            Map.entry("1", head));
    assertThat(model.modules()).containsExactlyElementsOf(model.namedModules().values());
  }

  @Test
  void listsItsDirectChildrenOnly() {
    assertThat(model.children()).containsExactly(residual, head);
    assertThat(residual.namedChildren()).containsExactly(Map.entry("body", body));
    assertThat(inner.children()).isEmpty();
  }

  @Test
  void listsParametersByDottedPath() {
    assertThat(model.parameters().keySet())
        .containsExactly("0.body.0.weight", "0.body.0.bias", "1.weight");
    assertThat(inner.parameters().keySet()).containsExactly("weight", "bias");
    assertThat(model.parameters().values()).allMatch(Tensor::requiresGrad);
  }

  @Test
  void listsASharedModuleAndItsParametersOnceAtTheFirstPlace() {
    // WHEN
    Sequential shared = new Sequential(inner, new Sequential(inner));

    // THEN
    assertThat(shared.namedModules().keySet()).containsExactly("", "0", "1");
    assertThat(shared.parameters().keySet()).containsExactly("0.weight", "0.bias");
    assertThat(shared.pathOf(inner)).isEqualTo("0");
  }

  @Test
  void listsASharedParameterOnce() {
    // GIVEN
    Tensor weight = Tensor.ones(1);
    Module tied =
        new Module() {
          {
            parameter("first", weight);
            parameter("second", weight);
          }
        };

    // THEN
    assertThat(tied.parameters()).containsExactly(Map.entry("first", weight));
  }

  @Test
  void findsThePathOfAModule() {
    assertThat(model.pathOf(inner)).isEqualTo("0.body.0");
    assertThat(model.pathOf(model)).isEmpty();
  }

  @Test
  void saysThatAModuleIsNoPart() {
    assertThatThrownBy(() -> body.pathOf(head))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Linear(2, 1, no bias) is no part of this Sequential():\n" + body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "."})
  void refusesANameThatWouldSpoilPaths(String name) {
    assertThatThrownBy(() -> new Scale(name, "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a name may not be empty or contain a dot: \"" + name + "\"");
    assertThatThrownBy(() -> new Scale("a", name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesANameThatIsTaken() {
    assertThatThrownBy(() -> new Scale("part", "part"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Scale has a part named part already");
  }

  @Test
  void refusesAChildThatIsNull() {
    assertThatThrownBy(() -> new Residual(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the child body is null");
  }

  @Test
  void refusesToContainItself() {
    // GIVEN
    ModuleList list = new ModuleList();
    Sequential around = new Sequential(list);

    // THEN
    assertThatThrownBy(() -> list.append(around))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the child 0 is, or contains, the module that it would be a part of");
    assertThatThrownBy(() -> list.append(list)).isInstanceOf(IllegalArgumentException.class);
    assertThat(around.modules()).containsExactly(around, list);
  }

  @Test
  void refusesAParameterThatWasComputed() {
    Tensor computed = Tensor.ones(2).requiresGrad(true).times(2);

    assertThatThrownBy(
            () ->
                new Module() {
                  {
                    parameter("weight", computed);
                  }
                })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("only a leaf can change whether it requires a gradient; detach() makes one");
  }

  @Test
  void appliesAFunctionToChildrenBeforeTheirParentsEachOnce() {
    // GIVEN
    List<Module> seen = new ArrayList<>();
    Sequential shared = new Sequential(model, inner);

    // WHEN
    shared.apply(seen::add);

    // THEN
    assertThat(seen).containsExactly(inner, body.get(1), body, residual, head, model, shared);
  }

  // ---------------------------------------------------------------- forward

  @Test
  void aSubclassNeedsOnlyForward() {
    // GIVEN
    Residual relu = new Residual(new ReLU());

    // WHEN
    Tensor y = relu.call(Tensor.of(new float[] {-1, 2}, 2));

    // THEN
    assertThat(y).hasValues(-1, 4);
  }

  @Test
  void aSubclassMayTakeSeveralInputs() {
    // GIVEN
    Module difference = Model.of(inputs -> inputs[0].minus(inputs[1]));

    // WHEN
    Tensor y = difference.call(Tensor.ones(2), Tensor.of(new float[] {3, 4}, 2));

    // THEN
    assertThat(y).hasValues(-2, -3);
  }

  @Test
  void aModuleOfOneInputRefusesTwo() {
    assertThatThrownBy(() -> residual.call(Tensor.ones(1), Tensor.ones(1)))
        .isInstanceOf(ModuleException.class)
        .hasMessage(
            "in module Residual(): Residual takes one input, not 2; a module that takes more"
                + " overrides forward(Tensor...)");
  }

  @Test
  void aModuleWithoutForwardSaysSo() {
    assertThatThrownBy(() -> new Scale("a", "b").call(Tensor.ones(1)))
        .isInstanceOf(ModuleException.class)
        .hasMessage(
            "in module Scale(): "
                + Scale.class.getName()
                + " overrides none of forward(Tensor), forward(Tensor...) and forwardAll(Tensor...)");
  }

  @Test
  void aForwardPassThatReturnsNullIsNamed() {
    Sequential broken = new Sequential(new ReLU(), Model.of(inputs -> null));

    assertThatThrownBy(() -> broken.call(Tensor.ones(1)))
        .isInstanceOf(ModuleException.class)
        .hasMessage("in module 1, Of(): forward returned null");
  }

  // ---------------------------------------------------------------- modes

  @Test
  void beginsInTrainingMode() {
    assertThat(model.modules()).allMatch(Module::training);
  }

  @Test
  void setsTheModeOfAllModules() {
    // WHEN
    model.eval();
    // THEN
    assertThat(model.modules()).noneMatch(Module::training);

    // WHEN
    residual.train();
    // THEN
    assertThat(inner.training()).isTrue();
    assertThat(head.training()).isFalse();
  }

  @Test
  void aFrozenModuleGetsNoGradientAndTheOthersDo() {
    // GIVEN
    residual.freeze();

    // WHEN
    model.call(Tensor.ones(1, 2)).sum().backward();

    // THEN
    assertThat(inner.parameters().values()).extracting(Tensor::grad).containsOnlyNulls();
    assertThat(head.parameters().get("weight").grad()).isNotNull();
  }

  @Test
  void anUnfrozenModuleGetsGradientsAgain() {
    // GIVEN
    model.freeze();

    // WHEN
    model.unfreeze();
    model.call(Tensor.ones(1, 2)).sum().backward();

    // THEN
    assertThat(model.parameters().values()).extracting(Tensor::grad).doesNotContainNull();
  }

  @Test
  void aModelThatIsAllFrozenHasNothingToDifferentiate() {
    // GIVEN
    model.onBackward((module, in, out) -> {});
    model.freeze();

    // WHEN
    Tensor loss = model.call(Tensor.ones(1, 2)).sum();

    // THEN
    assertThatThrownBy(loss::backward)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("are all parameters frozen?");
  }

  // ---------------------------------------------------------------- state

  @Test
  void theStateMakesAnotherModelTheSame() {
    // GIVEN
    Sequential other =
        new Sequential(
            new Residual(new Sequential(new Linear(2, 2), new ReLU())), new Linear(2, 1, false));

    // WHEN
    other.loadStateDict(model.stateDict());

    // THEN
    Tensor x = Tensor.of(new float[] {0.5f, -2}, 1, 2);
    assertThat(other.call(x)).isIdenticalTo(model.call(x));
  }

  @Test
  void theStateIsACopyOnTheWayOutAndIn() {
    // GIVEN
    Map<String, Tensor> state = head.stateDict();
    double[] before = state.get("weight").toDoubles();

    // WHEN
    head.loadStateDict(state);
    head.parameters().get("weight").array().addi(1);

    // THEN
    assertThat(state.get("weight")).hasValues(before);
    assertThat(state.get("weight").requiresGrad()).isFalse();
  }

  @Test
  void listsAllDifferencesOfAStateAndChangesNothing() {
    // GIVEN
    Map<String, Tensor> before = model.stateDict();
    Map<String, Tensor> state =
        Map.of(
            "0.body.0.weight", Tensor.zeros(2, 2),
            "1.weight", Tensor.zeros(1, 3),
            "1.bias", Tensor.zeros(1));

    // WHEN
    assertThatThrownBy(() -> model.loadStateDict(state))
        // THEN
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the state does not fit the model: 0.body.0.bias is missing; 1.bias is not in the"
                + " model; 1.weight has shape [1, 3], not [1, 2]");
    assertThat(inner.parameters().get("weight")).isIdenticalTo(before.get("0.body.0.weight"));
  }

  // ---------------------------------------------------------------- text

  @Test
  void showsTheTree() {
    assertThat(model)
        .hasToString(
            """
            Sequential(
              (0): Residual(
                (body): Sequential(
                  (0): Linear(2, 2)
                  (1): ReLU()
                )
              )
              (1): Linear(2, 1, no bias)
            )""");
  }

  @Test
  void aNamelessClassShowsTheOneItStandsIn() {
    assertThat(new Module() {}.summary()).startsWith(ModuleTest.class.getName() + "$");
  }

  @Test
  void aDescendantIsFoundByItsPath() {
    Linear last = new Linear(2, 2);
    Sequential model = new Sequential(new ReLU(), new Sequential(new Tanh(), last));

    assertThat(model.getSubmodule("1.1")).isSameAs(last);
    assertThat(model.getSubmodule("")).isSameAs(model);
    assertThatThrownBy(() -> model.getSubmodule("1.2.weight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no module \"1.2.weight\" in this Sequential")
        .hasMessageContaining("has the children [0, 1]");
  }
}
