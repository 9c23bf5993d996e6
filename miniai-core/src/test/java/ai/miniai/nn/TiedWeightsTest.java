package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.io.Safetensors;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A module or a parameter that stands in several places of a model. */
class TiedWeightsTest {
  private final Linear tied = new Linear(2, 2);
  private final Sequential model = new Sequential(tied, new ReLU(), tied);

  /** One parameter under two names of two modules, as of an embedding and the last layer. */
  private static final class Twins extends Module {
    private final Module first = child("first", new Part(null));
    private final Tensor weight = first.parameters().get("weight");

    Twins() {
      child("second", new Part(weight));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return first.call(x).times(weight);
    }
  }

  private static final class Part extends Module {
    private final Tensor weight;

    Part(Tensor shared) {
      weight = parameter("weight", shared == null ? Tensor.of(new float[] {3}, 1) : shared);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x.times(weight);
    }
  }

  @Test
  void areOneParameter() {
    assertThat(model.parameters()).containsOnlyKeys("0.weight", "0.bias");
    assertThat(new Twins().parameters()).containsOnlyKeys("first.weight");
  }

  @Test
  void standInTheStateUnderEachNameAsInPyTorch() {
    assertThat(model.stateDict().keySet())
        .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    assertThat(new Twins().stateDict().keySet()).containsExactly("first.weight", "second.weight");
  }

  @Test
  void arePutBackFromTheState() {
    // GIVEN
    Map<String, Tensor> state = model.stateDict();
    tied.parameters().values().forEach(parameter -> parameter.array().assign(9));
    // WHEN
    model.loadStateDict(state);
    // THEN
    assertThat(tied.parameters().get("weight")).isIdenticalTo(state.get("2.weight"));
  }

  @Test
  void oneOfTheNamesIsEnough() {
    for (String left : new String[] {"0.", "2."}) {
      // GIVEN what the library of safetensors saves of a tied model
      Map<String, Tensor> state = new HashMap<>(model.stateDict());
      state.replaceAll((name, value) -> value.plus(1).detach());
      state.keySet().removeIf(name -> !name.startsWith(left));
      // WHEN
      model.loadStateDict(state);
      // THEN
      assertThat(tied.parameters().get("bias")).isIdenticalTo(state.get(left + "bias"));
    }
  }

  @Test
  void noneOfTheNamesIsAnError() {
    assertThatThrownBy(() -> model.loadStateDict(Map.of("0.weight", Tensor.ones(2, 2))))
        .hasMessage("the state does not fit the model: 0.bias is missing; 2.bias is missing");
  }

  @Test
  void differentValuesAreAnErrorAndChangeNothing() {
    // GIVEN the state of a model whose weights are not tied
    Map<String, Tensor> state = new HashMap<>(model.stateDict());
    state.put("2.bias", Tensor.of(new float[] {7, 7}, 2));
    Tensor before = tied.parameters().get("bias").detach();
    // WHEN, THEN
    assertThatThrownBy(() -> model.loadStateDict(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the state does not fit the model: 2.bias and 0.bias are one and the same in the"
                + " model, but the state has different values for them");
    assertThat(tied.parameters().get("bias")).isIdenticalTo(before);
  }

  @Test
  void nanIsTheSameAsNan() {
    // GIVEN
    Map<String, Tensor> state = new HashMap<>(model.stateDict());
    state.put("0.bias", Tensor.of(new float[] {Float.NaN, 1}, 2));
    state.put("2.bias", Tensor.of(new float[] {Float.NaN, 1}, 2));
    // WHEN
    model.loadStateDict(state);
    // THEN
    assertThat(tied.parameters().get("bias")).hasValues(Double.NaN, 1);
  }

  @Test
  void anOptimizerStepsThemOnce() {
    // GIVEN y = w · w · x, so that dy/dw = 2 · w · x
    Twins twins = new Twins();
    Optimizer sgd = new SGD(twins.parameters(), 0.1);
    // WHEN
    twins.call(Tensor.of(new float[] {1}, 1)).sum().backward();
    sgd.step();
    // THEN
    assertThat(twins.weight).within(1e-6).hasValues(3 - 0.1 * 6);
  }

  @Test
  void anAdaptiveOptimizerCountsOneStep() {
    // GIVEN
    Optimizer adam = new AdamW(model.parameters(), 0.1);
    // WHEN
    model.call(Tensor.ones(1, 2)).sum().backward();
    adam.step();
    // THEN
    assertThat(adam.stateDict().get("0.weight.step")).hasValues(1);
    assertThat(adam.stateDict().keySet()).noneMatch(name -> name.startsWith("2."));
  }

  /** Written by docs/safetensors_torch.py with PyTorch 1.13: both names, and what it puts out. */
  @Test
  void aFileOfPyTorchGivesTheSameOutputHere() throws URISyntaxException {
    // GIVEN
    Path file =
        Path.of(
            Objects.requireNonNull(getClass().getResource("/safetensors/torch-tied.safetensors"))
                .toURI());
    Map<String, Tensor> state = new HashMap<>(Safetensors.read(file).tensors());
    Tensor input = state.remove("input");
    Tensor output = state.remove("output");
    assertThat(state).containsOnlyKeys("0.weight", "0.bias", "2.weight", "2.bias");
    // WHEN
    model.loadStateDict(state);
    // THEN
    assertThat(model.call(input)).within(1e-6).isCloseTo(output);
  }
}
