package ai.miniai.nn.model;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Identity;
import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.Numbers;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ResBlockTest {
  @Test
  void halvesTheSidesAndRoundsUp() {
    assertThat(new ResBlock(2, 4, 2).call(Tensor.randn(3, 2, 7, 6))).hasShape(3, 4, 4, 3);
    assertThat(new ResBlock(2, 4, 1).call(Tensor.randn(3, 2, 7, 6))).hasShape(3, 4, 7, 6);
    assertThat(new ResBlock(2, 2, 3).call(Tensor.randn(3, 2, 7, 6))).hasShape(3, 2, 3, 2);
  }

  @Test
  void namesItsPartsAsPyTorch() {
    assertThat(new ResBlock(2, 4, 2).stateDict().keySet())
        .containsExactly(
            "convs.0.0.weight",
            "convs.0.0.bias",
            "convs.0.1.weight",
            "convs.0.1.bias",
            "convs.0.1.running_mean",
            "convs.0.1.running_var",
            "convs.0.1.num_batches_tracked",
            "convs.1.0.weight",
            "convs.1.0.bias",
            "convs.1.1.weight",
            "convs.1.1.bias",
            "convs.1.1.running_mean",
            "convs.1.1.running_var",
            "convs.1.1.num_batches_tracked",
            "idconv.weight",
            "idconv.bias");
  }

  @Test
  void goesAroundWithoutAConvolutionOrPoolWhereTheShapeStays() {
    ResBlock block = new ResBlock(3, 3, 1);

    assertThat(block.namedChildren().get("idconv")).isInstanceOf(Identity.class);
    assertThat(block.namedChildren().get("pool")).isInstanceOf(Identity.class);
  }

  @Test
  void isTheActivatedSumOfBothWays() {
    // GIVEN
    ResBlock block = new ResBlock(2, 4, 2, () -> new GeneralRelu(0.1, 0.4));
    Tensor x = Tensor.randn(3, 2, 5, 5);

    // WHEN
    Tensor y = block.call(x);

    // THEN
    Tensor around =
        block.namedChildren().get("idconv").call(block.namedChildren().get("pool").call(x));
    Tensor through = block.namedChildren().get("convs").call(x);
    assertThat(y).isCloseTo(through.plus(around).generalRelu(0.1, 0.4));
  }

  @Test
  void takesAnotherKernelAndNoNorm() {
    // GIVEN
    ResBlock block = new ResBlock(1, 2, 2, 5, ReLU::new, channels -> new Identity());

    // THEN
    assertThat(block.parameters().get("convs.1.0.weight")).hasShape(2, 2, 5, 5);
    assertThat(block.buffers()).isEmpty();
    assertThat(block.call(Tensor.randn(1, 1, 4, 4))).hasShape(1, 2, 2, 2);
  }

  @Test
  void refusesAnEvenKernel() {
    assertThatThrownBy(() -> new ResBlock(1, 2, 1, 4, ReLU::new, BatchNorm2d::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be odd");
  }

  @Test
  void theNetworkOfTheCourseHasItsNumberOfParameters() {
    // GIVEN
    Sequential net = Layers.resnet();

    // WHEN
    Tensor y = net.call(Tensor.randn(2, 1, 28, 28));

    // THEN
    assertThat(net.parameters().values().stream().mapToLong(Tensor::length).sum())
        .isEqualTo(1_228_908);
    assertThat(y).hasShape(2, 10);
  }

  @Test
  void everyParameterOfTheNetworkGetsAGradient() {
    // GIVEN
    Sequential net = Layers.resnet(ReLU::new, 4, 8);

    // WHEN
    net.call(Tensor.randn(4, 1, 8, 8)).crossEntropy(Tensor.of(1, 2, 3, 4)).backward();

    // THEN
    net.parameters().forEach((name, weight) -> assertThat(weight.grad()).as(name).isNotNull());
  }

  @Test
  void theWiderNetworkOfTheCourseIsThatOfPyTorch() {
    // GIVEN
    Seed.set(1);
    Sequential net =
        Layers.resnet(5, () -> new LeakyReLU(0.1), BatchNorm2d::new, 16, 32, 64, 128, 256, 512);
    net.eval();

    // WHEN
    Tensor y = net.call(Numbers.cycle(7, 23, 11, 2, 1, 28, 28));

    // THEN
    assertThat(net.parameters().values().stream().mapToLong(Tensor::length).sum())
        .isEqualTo(4_907_588);
    assertThat(y.slice(0, 0, 1))
        .within(1e-5)
        .hasValues(
            0.00802883133,
            -0.0126186647,
            0.0168727767,
            0.0164420716,
            0.0170457456,
            0.00379098579,
            -0.012387204,
            -0.035526894,
            0.0034086199,
            0.0127680833);
  }
}
