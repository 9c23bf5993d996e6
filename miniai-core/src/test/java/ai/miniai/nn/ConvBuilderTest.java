package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
import ai.miniai.tensor.PadMode;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings of convolutions. Their results are compared by {@code ConvolutionReferenceTest}. */
class ConvBuilderTest {
  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  @Test
  void showsWhatDiffersFromTheDefaults() {
    assertThat(Conv2d.builder(3, 8, 3).build().summary()).isEqualTo("Conv2d(3, 8, kernel 3)");
    assertThat(
            Conv2d.builder(8, 16, 3, 1)
                .stride(2, 1)
                .padding(1, 0)
                .dilation(2)
                .groups(8)
                .paddingMode(PadMode.REFLECT)
                .bias(false)
                .build()
                .summary())
        .isEqualTo(
            "Conv2d(8, 16, kernel 3 × 1, stride 2 × 1, padding 1 × 0, dilation 2, groups 8,"
                + " padding mode reflect, no bias)");
    assertThat(Conv1d.builder(4, 4, 5).paddingSame().dilation(3).build().summary())
        .isEqualTo("Conv1d(4, 4, kernel 5, padding same, dilation 3)");
  }

  @Test
  void theConstructorsAreShortForTheBuilder() {
    assertThat(new Conv1d(2, 4, 5, 2, 1, false).summary())
        .isEqualTo("Conv1d(2, 4, kernel 5, stride 2, padding 1, no bias)");
    Seed.set(1);
    Tensor weight = new Conv2d(2, 4, 3, 2, 1).parameters().get("weight");
    Seed.set(1);
    Conv2d built = Conv2d.builder(2, 4, 3).stride(2).padding(1).build();

    assertThat(built.parameters().get("weight")).isIdenticalTo(weight);
    assertThat(built.summary()).isEqualTo("Conv2d(2, 4, kernel 3, stride 2, padding 1)");
  }

  @Test
  void whatWasBuiltDoesNotChangeWithTheBuilder() {
    ConvBuilder<Conv1d> builder = Conv1d.builder(1, 1, 3).padding(1);
    Conv1d layer = builder.build();

    builder.padding(0).stride(2);

    assertThat(layer.call(Tensor.ones(1, 1, 5))).hasShape(1, 1, 5);
    assertThat(builder.build().call(Tensor.ones(1, 1, 5))).hasShape(1, 1, 2);
  }

  @Test
  void aCopyComputesTheSame() {
    Conv2d conv = Conv2d.builder(2, 4, 3, 1).paddingSame().groups(2).dilation(2).build();
    Tensor x = Tensor.randn(1, 2, 6, 5);

    assertThat(conv.copy().call(x)).isIdenticalTo(conv.call(x).detach());
  }

  @Test
  void aReluBehindIsComputedInTheSameOperation() {
    for (PadMode mode : PadMode.values()) {
      Conv1d conv =
          Conv1d.builder(4, 6, 3).padding(2).dilation(2).groups(2).paddingMode(mode).build();
      Sequential together = new Sequential(conv, new ReLU());
      Tensor x = Tensor.randn(3, 4, 9);
      List<Tensor> seen = new ArrayList<>();

      Tensor fused = together.call(x);
      try (HookHandle hook = conv.onForward((module, inputs, output) -> seen.add(output))) {
        assertThat(together.call(x)).within(1e-6).isCloseTo(fused);
      }

      assertThat(fused).within(1e-6).isCloseTo(conv.call(x).relu());
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void refusesChannelsThatGroupsDoNotDivide() {
    assertThatThrownBy(() -> Conv2d.builder(6, 8, 3).groups(4).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("6 input channels and 8 output channels cannot both be divided into 4 groups");
    assertThatThrownBy(() -> Conv1d.builder(6, 8, 3).groups(0).build())
        .hasMessage("the number of groups must be positive, not 0");
  }

  @Test
  void refusesNumbersThatAreTooSmallOrTooMany() {
    assertThatThrownBy(() -> Conv2d.builder(1, 1, 3, 0).build())
        .hasMessage("the kernel's size must be at least 1, not 3 × 0");
    assertThatThrownBy(() -> Conv2d.builder(1, 1, 3).dilation(0).build())
        .hasMessage("the dilation must be at least 1, not 0");
    assertThatThrownBy(() -> Conv2d.builder(1, 1, 3).stride(1, 2, 3))
        .hasMessage(
            "the stride wants one number for both sides, or one for height and width, not"
                + " [1, 2, 3]");
    assertThatThrownBy(() -> Conv1d.builder(1, 1, 3).padding(1, 2))
        .hasMessage("the padding wants one number, not [1, 2]");
    assertThatThrownBy(() -> Conv2d.builder(0, 1, 3).build())
        .hasMessageContaining("the sizes of a layer must be positive");
  }

  @Test
  void refusesTheSameSizeWithAStride() {
    assertThatThrownBy(() -> Conv1d.builder(1, 1, 3).stride(2).paddingSame().build())
        .hasMessage(
            "an output of the same size as the input needs stride 1, not 2: give the padding as a"
                + " number");
  }

  @Test
  void namesTheLayerWhoseInputIsTooSmallToPad() {
    Conv1d conv = Conv1d.builder(1, 1, 3).padding(4).paddingMode(PadMode.REFLECT).build();

    assertThatThrownBy(() -> conv.call(Tensor.ones(1, 1, 3)))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("pad with REFLECT wants widths from 0 to 2");
    assertThatThrownBy(() -> conv.call(Tensor.ones(1, 3)))
        .hasMessageContaining("expected sequences of shape [batch, channels, length], not [1, 3]");
  }
}
