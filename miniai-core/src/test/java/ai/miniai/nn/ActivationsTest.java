package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ActivationsTest {
  private final Tensor x = Tensor.of(new float[] {-2, -0.5f, 0, 0.25f, 3}, 5).requiresGrad(true);

  @Test
  void theGeneralReluLeaksAndIsMovedDown() {
    // WHEN
    Tensor y = new GeneralRelu(0.1, 0.4).call(x);
    y.sum().backward();

    // THEN
    assertThat(y).hasValues(-0.6, -0.45, -0.4, -0.15, 2.6);
    assertThat(x.grad()).hasValues(0.1, 0.1, 0.1, 1, 1);
  }

  @Test
  void theGeneralReluMayHaveAMaximumAboveWhichThereIsNoGradient() {
    // WHEN
    Tensor y = new GeneralRelu(0.1, 0.4, 2).call(x);
    y.sum().backward();

    // THEN
    assertThat(y).hasValues(-0.6, -0.45, -0.4, -0.15, 2);
    assertThat(x.grad()).hasValues(0.1, 0.1, 0.1, 1, 0);
  }

  @Test
  void aDeadGeneralReluRestsBelowZero() {
    assertThat(new GeneralRelu(0.1, 0.4).restingValue()).isEqualTo(-0.4);
  }

  @Test
  void theLeakyReluLeaks() {
    assertThat(new LeakyReLU(0.1).call(x)).hasValues(-0.2, -0.05, 0, 0.25, 3);
    assertThat(new LeakyReLU().call(x)).hasValues(-0.02, -0.005, 0, 0.25, 3);
  }

  @Test
  void theIdentityHandsItsInputOn() {
    assertThat(new Identity().call(x)).isSameAs(x);
  }

  @Test
  void smoothActivationsAreThoseOfTheirNames() {
    assertThat(new GELU().call(x)).isIdenticalTo(x.gelu());
    assertThat(new GELU(GELU.Approximate.TANH).call(x)).isIdenticalTo(x.geluTanh());
    assertThat(new SiLU().call(x)).isIdenticalTo(x.silu());
    assertThat(new Sigmoid().call(x)).isIdenticalTo(x.sigmoid());
    assertThat(new Tanh().call(x)).isIdenticalTo(x.tanh());
  }

  @Test
  void preluHasOneWeightOrOneForEachChannel() {
    assertThat(new PReLU().stateDict().get("weight")).hasShape(1).hasValues(0.25);
    assertThat(new PReLU(3, 0.5).stateDict().get("weight")).hasShape(3).hasValues(0.5, 0.5, 0.5);
    assertThatThrownBy(() -> new PReLU(3).call(Tensor.zeros(2, 4)))
        .hasMessageContaining(
            "prelu of an input of shape [2, 4] ([batch, channels, ...]) wants one weight, [1], or"
                + " one for each channel, not [3]");
    assertThatThrownBy(() -> new PReLU(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of channels must be positive, not 0");
  }

  @Test
  void showTheirSettings() {
    assertThat(new ELU(0.5).summary()).isEqualTo("ELU(alpha 0.5)");
    assertThat(new PReLU(3).summary()).isEqualTo("PReLU(3)");
    assertThat(new Softmax(-1).summary()).isEqualTo("Softmax(dim -1)");
    assertThat(new LogSoftmax(1).summary()).isEqualTo("LogSoftmax(dim 1)");
    assertThat(new GELU().summary()).isEqualTo("GELU()");
    assertThat(new GELU(GELU.Approximate.TANH).summary()).isEqualTo("GELU(tanh)");
    assertThat(new GeneralRelu(0.1, 0.4).summary()).isEqualTo("GeneralRelu(leak 0.1, sub 0.4)");
    assertThat(new GeneralRelu(0.1, 0.4, 6).summary())
        .isEqualTo("GeneralRelu(leak 0.1, sub 0.4, max 6.0)");
    assertThat(new LeakyReLU().summary()).isEqualTo("LeakyReLU(slope 0.01)");
  }

  @Test
  void refuseSettingsThatAreNoNumbers() {
    assertThatThrownBy(() -> new GeneralRelu(Double.NaN, 0)).hasMessageContaining("leak NaN");
    assertThatThrownBy(() -> new ELU(Double.NaN)).hasMessage("alpha must be finite, not NaN");
    assertThatThrownBy(() -> new LeakyReLU(Double.POSITIVE_INFINITY))
        .hasMessage("the slope must be finite, not Infinity");
  }
}
