package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputsTest {
  private record Pair(Tensor twice, Tensor square) {}

  private record Other(Tensor twice, Tensor cube) {}

  private record NoTensor(Tensor twice, int count) {}

  /** Returns twice its input and its square. */
  private static final class TwiceAndSquare extends Module {
    @Override
    protected Outputs forwardAll(Tensor... inputs) {
      return Outputs.of(new Pair(inputs[0].times(2), inputs[0].square()));
    }
  }

  private final Tensor x = Tensor.of(new double[] {1, 3}, 2).requiresGrad(true);

  @Test
  void outputsAreFoundByNameAndByPosition() {
    Outputs outputs = new TwiceAndSquare().callAll(x);
    assertThat(outputs.named()).containsOnlyKeys("twice", "square");
    assertThat(outputs.get("square").toDoubles()).containsExactly(1, 9);
    assertThat(outputs.get(0).toDoubles()).containsExactly(2, 6);
    assertThat(outputs.as(Pair.class).twice()).isSameAs(outputs.get("twice"));
  }

  @Test
  void aListIsNumbered() {
    assertThat(Outputs.of(List.of(x, x)).named()).containsOnlyKeys("0", "1");
  }

  @Test
  void oneOutputIsOneForEveryCall() {
    Module flatten = new Identity();
    assertThat(flatten.callAll(x).only()).isSameAs(x);
    assertThat(flatten.callAll(x).named()).containsOnlyKeys(Outputs.UNNAMED);
  }

  @Test
  void callWantsOneOutput() {
    Module model = new Sequential(new TwiceAndSquare());
    assertThatThrownBy(() -> model.call(x))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("several outputs: use callAll, and get one of [twice, square]");
  }

  @Test
  void onlyTheLastOfARowMayHaveSeveral() {
    assertThat(new Sequential(new Identity(), new TwiceAndSquare()).callAll(x).size()).isEqualTo(2);
    Module model = new Sequential(new TwiceAndSquare(), new Identity());
    assertThatThrownBy(() -> model.call(x))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("there are 2 outputs, not one: twice [2], square [2]");
  }

  @Test
  void whatIsNotThereIsNamed() {
    Outputs outputs = new TwiceAndSquare().callAll(x);
    assertThatThrownBy(() -> outputs.get("cube"))
        .hasMessage("there is no output named \"cube\", only twice [2], square [2]");
    assertThatThrownBy(() -> outputs.get(2)).hasMessageContaining("there is no output 2, only 2");
    assertThatThrownBy(() -> outputs.as(Other.class))
        .hasMessageContaining("Other has the components [twice, cube], but the outputs are twice");
    assertThatThrownBy(() -> Outputs.of(new NoTensor(x, 3)))
        .hasMessageContaining("count of NoTensor is Integer");
    assertThatThrownBy(() -> Outputs.of("a", x).and("a", x)).hasMessageContaining("named \"a\"");
    assertThatThrownBy(() -> Outputs.of(List.of())).hasMessageContaining("list is empty");
  }

  @Test
  void hooksSeeEachOutput() {
    Module model = new TwiceAndSquare();
    List<Double> sums = new ArrayList<>();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    model.onForward((module, inputs, output) -> sums.add(output.sum().item()));
    model.onPreBackward(
        new PreBackwardHook() {
          @Override
          public void beforeBackward(Module module, Tensor gradient) {
            throw new AssertionError("the other method is called");
          }

          @Override
          public void beforeBackward(Module module, String output, Tensor gradient) {
            gradients.put(output, gradient.toDoubles());
          }
        });
    Outputs outputs = model.callAll(x);
    outputs.get(0).sum().plus(outputs.get(1).sum().times(3)).backward();
    assertThat(sums).containsExactly(8.0, 10.0);
    assertThat(gradients).containsOnlyKeys("twice", "square");
    assertThat(gradients.get("square")).containsExactly(3, 3);
  }

  @Test
  void aBackwardHookGetsTheGradientsOfAllOutputsThatHaveOne() {
    Module model = new TwiceAndSquare();
    List<Map<String, Tensor>> seen = new ArrayList<>();
    List<Tensor> ofInput = new ArrayList<>();
    model.onBackward(
        new BackwardHook() {
          @Override
          public void afterBackward(Module m, List<Optional<Tensor>> in, Tensor out) {
            throw new AssertionError("the other method is called");
          }

          @Override
          public void afterBackwardAll(
              Module m, List<Optional<Tensor>> in, Map<String, Tensor> out) {
            seen.add(out);
            ofInput.add(in.get(0).orElseThrow());
          }
        });
    Outputs both = model.callAll(x);
    both.get(0).plus(both.get(1)).sum().backward();
    model.callAll(x).get("square").sum().backward();
    assertThat(seen.get(0)).containsOnlyKeys("square", "twice");
    assertThat(ofInput.get(0)).hasValues(4, 8);
    assertThat(seen.get(1)).containsOnlyKeys("square");
    assertThat(ofInput.get(1)).hasValues(2, 6);
  }
}
