package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Loading of states that have other names than the model: PyTorch's {@code strict=False}. */
class LoadMatchingTest {
  private final Sequential body = new Sequential(new Linear(2, 3), new ReLU());
  private final Module model = new Sequential(body, new Linear(3, 1));

  private Map<String, Tensor> other() {
    Map<String, Tensor> state = new HashMap<>();
    state.put("0.0.weight", Tensor.ones(3, 2));
    state.put("fc.weight", Tensor.ones(1000, 3));
    return state;
  }

  @Test
  void takesWhatFitsAndReportsTheRest() {
    Tensor bias = model.parameters().get("0.0.bias").detach();
    IncompatibleKeys keys = model.loadMatching(other());
    assertThat(keys.missing()).containsExactly("0.0.bias", "1.weight", "1.bias");
    assertThat(keys.unexpected()).containsExactly("fc.weight");
    assertThat(model.parameters().get("0.0.weight")).hasValues(1, 1, 1, 1, 1, 1);
    assertThat(model.parameters().get("0.0.bias")).isIdenticalTo(bias);
  }

  @Test
  void aWholeStateHasNoOtherNames() {
    assertThat(model.loadMatching(model.stateDict()))
        .isEqualTo(new IncompatibleKeys(List.of(), List.of()));
  }

  @Test
  void anotherShapeIsAnErrorAndChangesNothing() {
    Map<String, Tensor> state = other();
    state.put("1.weight", Tensor.ones(2, 3));
    Tensor before = model.parameters().get("0.0.weight").detach();
    assertThatThrownBy(() -> model.loadMatching(state))
        .hasMessage("the state does not fit the model: 1.weight has shape [2, 3], not [1, 3]");
    assertThat(model.parameters().get("0.0.weight")).isIdenticalTo(before);
  }

  @Test
  void aTiedParameterIsThereUnderEitherName() {
    Module shared = new Linear(2, 2);
    Module tied = new Sequential(shared, new ReLU(), shared);
    Map<String, Tensor> state =
        Map.of("2.weight", Tensor.ones(2, 2), "2.bias", Tensor.ones(2), "3.bias", Tensor.ones(2));
    IncompatibleKeys keys = tied.loadMatching(state);
    assertThat(keys.missing()).isEmpty();
    assertThat(keys.unexpected()).containsExactly("3.bias");
    assertThat(tied.parameters().get("0.bias")).hasValues(1, 1);
  }

  @Test
  void namesAreRenamedByTheirBeginning() {
    Map<String, Tensor> state =
        StateDicts.renamed(
            Map.of("encoder.0.weight", Tensor.ones(3, 2), "head", Tensor.ones(1)),
            "encoder.",
            "0.");
    assertThat(state).containsOnlyKeys("0.0.weight", "head");
    assertThatThrownBy(() -> StateDicts.renamed(state, "decoder.", ""))
        .hasMessageStartingWith("no name starts with \"decoder.\": [");
    assertThatThrownBy(
            () ->
                StateDicts.renamed(
                    Map.of("a.x", Tensor.ones(1), "b.x", Tensor.ones(1)), "a.", "b."))
        .hasMessage("two tensors would have the name \"b.x\"");
  }
}
