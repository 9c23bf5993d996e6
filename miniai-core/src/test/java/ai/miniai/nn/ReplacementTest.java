package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.model.Checkpointed;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Hooks that replace something: the model computes 3 · (2x)², of which 24x is the gradient. */
class ReplacementTest {
  private static final class Times extends Module {
    private final double factor;

    Times(double factor) {
      this.factor = factor;
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x.times(factor);
    }
  }

  private static final class Square extends Module {
    @Override
    protected Tensor forward(Tensor x) {
      return x.square();
    }
  }

  private final Sequential model = new Sequential(new Times(2), new Square(), new Times(3));
  private final Tensor x = Tensor.of(new double[] {1, -2}, 2).requiresGrad(true);

  private Tensor gradient() {
    x.zeroGrad();
    model.call(x).sum().backward();
    return x.grad();
  }

  @Test
  void withoutReplacementsTheGradientIsThatOfTheFormula() {
    assertThat(gradient()).hasValues(24, -48);
  }

  @Test
  void anOutputIsReplacedInBothPasses() {
    List<double[]> seen = new ArrayList<>();
    model.get(1).onForward((m, in, out) -> seen.add(out.toDoubles()));
    HookHandle handle = model.get(1).replaceOutput((m, in, out) -> out.plus(in.get(0)));

    assertThat(model.call(x)).hasValues(18, 36); // 3 · (4x² + 2x)
    assertThat(seen.get(0)).containsExactly(6, 12);
    assertThat(gradient()).hasValues(30, -42); // 24x + 6

    handle.close();
    assertThat(gradient()).hasValues(24, -48);
  }

  @Test
  void inputsAreReplacedBeforeThoseWhoLookSeeThem() {
    List<double[]> seen = new ArrayList<>();
    model.get(1).onPreForward((m, in) -> seen.add(in.get(0).toDoubles()));
    model.get(1).replaceInputs((m, in) -> List.of(in.get(0).plus(1)));

    assertThat(model.call(x)).hasValues(27, 27); // 3 · (2x + 1)²
    assertThat(seen.get(0)).containsExactly(3, -3);
    assertThat(gradient()).hasValues(36, -36);
  }

  @Test
  void nullKeepsWhatIsThere() {
    model.get(1).replaceInputs((m, in) -> null);
    model.get(1).replaceOutput((m, in, out) -> null);
    model.get(1).replaceOutputGradient((m, name, gradient) -> null);
    model.get(1).replaceInputGradients((m, gradients) -> null);
    assertThat(gradient()).hasValues(24, -48);
  }

  @Test
  void theGradientOfAnOutputIsReplacedBeforeTheModuleUsesIt() {
    List<double[]> seen = new ArrayList<>();
    model.get(1).onPreBackward((m, gradient) -> seen.add(gradient.toDoubles()));
    model.get(1).replaceOutputGradient((m, name, gradient) -> gradient.times(10));
    assertThat(gradient()).hasValues(240, -480);
    assertThat(seen.get(0)).containsExactly(30, 30);
  }

  @Test
  void theGradientsOfInputsAreReplacedAfterTheModule() {
    List<double[]> seen = new ArrayList<>();
    model.get(1).onBackward((m, in, out) -> seen.add(in.get(0).orElseThrow().toDoubles()));
    model
        .get(1)
        .replaceInputGradients(
            (m, gradients) -> List.of(gradients.get(0).map(gradient -> gradient.clamp(-5, 5))));
    assertThat(gradient()).hasValues(10, -10);
    assertThat(seen.get(0)).containsExactly(5, -5);
  }

  @Test
  void anEmptyReplacementKeepsTheGradient() {
    model.get(1).replaceInputGradients((m, gradients) -> List.of(Optional.empty()));
    assertThat(gradient()).hasValues(24, -48);
  }

  @Test
  void replacementsOfOneKindFollowEachOther() {
    model.get(0).replaceOutput((m, in, out) -> out.plus(1));
    model.get(0).replaceOutput((m, in, out) -> out.times(2));
    assertThat(model.call(x)).hasValues(3 * 36, 3 * 36); // 3 · (2 · (2x + 1))²
  }

  @Test
  void aReplacementAlsoActsWithoutGradientsAndInACheckpointedBlock() {
    model.get(1).replaceOutput((m, in, out) -> out.plus(in.get(0)));
    assertThat(Autograd.noGrad(() -> model.call(x))).hasValues(18, 36);
    Tensor output = new Checkpointed(model).call(x);
    assertThat(output).hasValues(18, 36);
    output.sum().backward();
    assertThat(x.grad()).hasValues(30, -42);
  }

  @Test
  void aFusedConvolutionIsNotFusedWhileSomethingIsReplaced() {
    Module convolution = new Conv2d(1, 1, 1);
    Module network = new Sequential(convolution, new ReLU());
    Tensor image = Tensor.ones(1, 1, 2, 2);
    convolution.replaceOutput((m, in, out) -> out.times(0).plus(7));
    assertThat(network.call(image)).hasValues(7, 7, 7, 7);
  }

  @Test
  void aReplacementOfAnotherShapeIsRefused() {
    model.get(1).replaceOutputGradient((m, name, gradient) -> gradient.sum());
    assertThatThrownBy(this::gradient)
        .hasMessageContaining("a hook on Square() replaced a gradient of DOUBLE [2] by DOUBLE []");
    Sequential other = new Sequential(new Times(2));
    other.get(0).replaceInputGradients((m, gradients) -> List.of());
    assertThatThrownBy(() -> other.call(x).sum().backward())
        .hasMessageContaining("replaced the gradients of 1 inputs by 0");
  }
}
