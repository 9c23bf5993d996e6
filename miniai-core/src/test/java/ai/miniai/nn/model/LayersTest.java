package ai.miniai.nn.model;

import static ai.miniai.nn.Numbers.cycle;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.loss.Losses;
import ai.miniai.nn.AvgPool2d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.Linear;
import ai.miniai.nn.MaxPool2d;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.norm.GroupNorm;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shapes and numbers as those of PyTorch 1.13 for the same weights. */
class LayersTest {
  private final Tensor images = cycle(7, 23, 11, 2, 2, 5, 6);
  private final Tensor image = images.slice(0, 0, 1).slice(1, 0, 1).minus(2);
  private final Tensor rows = Tensor.of(new float[] {1, 2, 3, -1, 0.5f, 2}, 2, 3);

  @Test
  void linearMultipliesAndAddsTheBias() {
    // GIVEN
    Linear linear = new Linear(3, 2);
    linear.loadStateDict(
        Map.of(
            "weight", Tensor.of(new float[] {0.1f, -0.2f, 0.3f, 0.5f, 0.4f, -0.6f}, 2, 3),
            "bias", Tensor.of(new float[] {0.01f, -0.02f}, 2)));

    // WHEN
    Tensor y = linear.call(rows);

    // THEN
    assertThat(y).hasShape(2, 2).hasValues(0.61, -0.52, 0.41, -1.52);
  }

  @Test
  void linearGoesWithoutABias() {
    // GIVEN
    Linear linear = new Linear(3, 2, false);
    linear.loadStateDict(
        Map.of("weight", Tensor.of(new float[] {0.1f, -0.2f, 0.3f, 0.5f, 0.4f, -0.6f}, 2, 3)));

    // WHEN
    Tensor y = linear.call(rows);

    // THEN
    assertThat(y).hasValues(0.6, -0.5, 0.4, -1.5);
    assertThat(linear.summary()).isEqualTo("Linear(3, 2, no bias)");
  }

  @Test
  void linearTakesAnyNumberOfLeadingDimensions() {
    assertThat(new Linear(3, 2).call(Tensor.zeros(4, 5, 3))).hasShape(4, 5, 2);
    assertThat(new Linear(3, 2).call(Tensor.zeros(3))).hasShape(2);
  }

  @Test
  void convolvesWithStrideOneAndNoPadding() {
    // GIVEN
    Conv2d conv = new Conv2d(2, 3, 3);
    conv.loadStateDict(Map.of("weight", filters(), "bias", biases()));

    // WHEN
    Tensor y = conv.call(images);

    // THEN
    assertThat(y).hasShape(2, 3, 3, 4);
    assertThat(y.reshape(-1).slice(0, 0, 6)).hasValues(0.51, 0.87, 0.08, -1.17, -0.55, 1.65);
    assertThat(y.reshape(-1).slice(0, 66, 72)).hasValues(0.45, -1.02, -0.6, 1.61, 1.06, -1.1);
    assertThat(conv.summary()).isEqualTo("Conv2d(2, 3, kernel 3)");
  }

  @Test
  void convolvesWithStrideAndPadding() {
    // GIVEN
    Conv2d conv = new Conv2d(2, 3, 3, 2, 1);
    conv.loadStateDict(Map.of("weight", filters(), "bias", biases()));

    // WHEN
    Tensor y = conv.call(images);

    // THEN
    assertThat(y).hasShape(2, 3, 3, 3);
    assertThat(y.reshape(-1).slice(0, 0, 6)).hasValues(0.67, -0.42, 1.27, 0.72, 1.65, -0.39);
    assertThat(y.reshape(-1).slice(0, 48, 54)).hasValues(-0.36, 1.92, -1.02, -0.13, 0.86, 1.37);
    assertThat(conv.summary()).isEqualTo("Conv2d(2, 3, kernel 3, stride 2, padding 1)");
  }

  @Test
  void convolvesWithoutABias() {
    // GIVEN
    Conv2d conv = new Conv2d(2, 3, 3, 2, 1, false);
    conv.loadStateDict(Map.of("weight", filters()));

    // WHEN
    Tensor y = conv.call(images);

    // THEN
    assertThat(y.reshape(-1).slice(0, 9, 13)).hasValues(-0.84, 0.51, -0.3, -1);
    assertThat(conv.summary()).isEqualTo("Conv2d(2, 3, kernel 3, stride 2, padding 1, no bias)");
  }

  @Test
  void maxPoolingTakesTheLargestOfEachWindow() {
    assertThat(new MaxPool2d(2).call(image))
        .hasShape(1, 1, 2, 3)
        .hasValues(-1.2, -1, -1.9, -0.9, -1.8, -1.1);
  }

  @Test
  void paddingIsNeverTheLargestOfAWindow() {
    assertThat(new MaxPool2d(3, 2, 1).call(image))
        .hasShape(1, 1, 3, 3)
        .hasValues(-1.2, -1, -1, -0.9, -0.9, -1.1, -1.3, -1, -1.2);
  }

  @Test
  void maxPoolingWindowsMayOverlap() {
    assertThat(new MaxPool2d(3, 1, 0).call(image))
        .hasShape(1, 1, 3, 4)
        .hasValues(-0.9, -0.9, -1, -1, -0.9, -0.9, -1.1, -1.1, -0.9, -0.9, -1, -1.1);
  }

  @Test
  void averagePoolingTakesTheMeanOfEachWindow() {
    assertThat(new AvgPool2d(2).call(image))
        .hasShape(1, 1, 2, 3)
        .hasValues(-2.375, -1.55, -2.45, -1.45, -2.35, -2.1);
  }

  @Test
  void paddingCountsAsZerosInTheMeanOfAWindow() {
    assertThat(new AvgPool2d(3, 2, 1).call(image))
        .hasShape(1, 1, 3, 3)
        .hasValues(
            -1.055555582,
            -1.266666651,
            -1.355555534,
            -1.088888884,
            -1.988889098,
            -2.122222185,
            -0.822222173,
            -1.299999833,
            -1.388888836);
  }

  @Test
  void poolingShowsItsWindow() {
    assertThat(new MaxPool2d(2).summary()).isEqualTo("MaxPool2d(2, stride 2)");
    assertThat(new AvgPool2d(3, 2, 1).summary()).isEqualTo("AvgPool2d(3, stride 2, padding 1)");
  }

  @Test
  void refusesABadWindowWhenTheLayerIsBuilt() {
    assertThatThrownBy(() -> new MaxPool2d(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the size of the window must be positive, not 0");
    assertThatThrownBy(() -> new Conv2d(1, 1, 3, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the stride must be at least 1, not 0");
    assertThatThrownBy(() -> new AvgPool2d(2, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the padding must be at least 0 and less than the window's size, 2, not 2");
  }

  @Test
  void refusesNegativePadding() {
    assertThatThrownBy(() -> new Conv2d(1, 1, 3, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the padding must be at least 0, not -1");
  }

  @Test
  void flattenKeepsTheBatch() {
    assertThat(new Flatten().call(images)).hasShape(2, 60).hasValues(images.toDoubles());
  }

  @Test
  void reluCutsOffTheNegative() {
    assertThat(new ReLU().call(rows)).hasValues(1, 2, 3, 0, 0.5, 2);
  }

  @Test
  void dropoutChangesNothingWhileEvaluating() {
    // GIVEN
    Dropout dropout = new Dropout(0.5);
    dropout.eval();

    // WHEN
    Tensor y = dropout.call(rows);

    // THEN
    assertThat(y).isIdenticalTo(rows);
  }

  @Test
  void dropoutZeroesSomeAndScalesTheOthersWhileTraining() {
    // GIVEN
    Seed.set(1);

    // WHEN
    double[] values = new Dropout(0.2).call(Tensor.ones(100, 100)).toDoubles();

    // THEN
    assertThat(values).containsOnly(0, 1.25f);
    assertThat(Arrays.stream(values).filter(v -> v == 0).count()).isBetween(1800L, 2200L);
  }

  @Test
  void dropoutOfNoneIsTheIdentity() {
    assertThat(new Dropout(0).call(rows)).isIdenticalTo(rows);
  }

  @Test
  void theSameSeedDropsTheSame() {
    // GIVEN
    Dropout dropout = new Dropout(0.5);
    Tensor ones = Tensor.ones(20, 20);

    // WHEN
    Seed.set(3);
    Tensor first = dropout.call(ones);
    Tensor next = dropout.call(ones);
    Seed.set(3);
    Tensor again = dropout.call(ones);

    // THEN
    assertThat(again).isIdenticalTo(first);
    assertThat(next.toDoubles()).isNotEqualTo(first.toDoubles());
  }

  @Test
  void dropoutRefusesAProbabilityOfOne() {
    assertThatThrownBy(() -> new Dropout(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the probability of dropping must lie in [0, 1), not 1.0");
    assertThat(new Dropout(0.25).summary()).isEqualTo("Dropout(p 0.25)");
  }

  @Test
  void crossEntropyTakesLabelsOrProbabilities() {
    // GIVEN
    Tensor logits = Tensor.of(new float[] {1, 2, -1, 0.5f, 0, 3}, 2, 3);
    Tensor probabilities = Tensor.of(new float[] {0.2f, 0.7f, 0.1f, 0, 0.5f, 0.5f}, 2, 3);

    // THEN
    assertThat(Losses.crossEntropy(logits, Tensor.of(1, 0))).hasShape().hasValues(1.4864425659);
    assertThat(Losses.crossEntropy(logits, probabilities)).hasShape().hasValues(1.2364425659);
  }

  @Test
  void meanSquaredErrorIsTheMeanOverAll() {
    assertThat(Losses.mse(rows, Tensor.of(new float[] {1, 1, 1, 0, 0, 0}, 2, 3)))
        .hasShape()
        .within(1e-6)
        .hasValues((0 + 1 + 4 + 1 + 0.25 + 4) / 6);
  }

  @Test
  void theShortFormOfAConvolutionHalvesTheImageAndCutsOffTheNegative() {
    // GIVEN
    Sequential conv = Layers.conv(1, 8, 5);

    // WHEN
    Tensor y = conv.call(Tensor.ones(2, 1, 28, 28));

    // THEN
    assertThat(y).hasShape(2, 8, 14, 14);
    assertThat(Arrays.stream(y.toDoubles())).allMatch(value -> value >= 0);
    assertThat(conv)
        .hasToString(
            """
            Sequential(
              (0): Conv2d(1, 8, kernel 5, stride 2, padding 2)
              (1): ReLU()
            )""");
  }

  @Test
  void theShortFormsHaveSmallFilters() {
    assertThat(Layers.conv(8, 16).get(0).summary())
        .isEqualTo("Conv2d(8, 16, kernel 3, stride 2, padding 1)");
    assertThat(Layers.bareConv(64, 10).summary())
        .isEqualTo("Conv2d(64, 10, kernel 3, stride 2, padding 1)");
  }

  private static Tensor filters() {
    return cycle(5, 17, 8, 3, 2, 3, 3);
  }

  private static Tensor biases() {
    return Tensor.of(new float[] {0.1f, -0.2f, 0.3f}, 3);
  }

  @Test
  void aConvolutionMayHaveANormAndAnotherActivation() {
    // GIVEN
    Sequential conv = Layers.conv(4, 8, 5, 1, () -> new LeakyReLU(0.1), c -> new GroupNorm(2, c));

    // THEN
    assertThat(conv)
        .hasToString(
            """
            Sequential(
              (0): Conv2d(4, 8, kernel 5, padding 2)
              (1): GroupNorm(2, 8)
              (2): LeakyReLU(slope 0.1)
            )""");
  }

  @Test
  void aConvolutionBeforeABatchNormHasABiasOnlyIfAsked() {
    assertThat(Layers.conv(4, 8, 3, 2, null, BatchNorm2d::new).get(0).summary())
        .isEqualTo("Conv2d(4, 8, kernel 3, stride 2, padding 1, no bias)");
    assertThat(Layers.conv(4, 8, 3, 2, null, BatchNorm2d::new, true).get(0).summary())
        .isEqualTo("Conv2d(4, 8, kernel 3, stride 2, padding 1)");
    assertThat(Layers.conv(4, 8, 3, 2, null, null, false).get(0).summary())
        .isEqualTo("Conv2d(4, 8, kernel 3, stride 2, padding 1, no bias)");
  }

  @Test
  void theNetworkOfTheCourseIsThatOfPyTorch() {
    // GIVEN
    Seed.set(1);
    Sequential model = Layers.getModel(() -> new LeakyReLU(0.1), null);

    // WHEN
    Tensor y = model.call(cycle(7, 23, 11, 3, 1, 28, 28));

    // THEN
    assertThat(y.slice(0, 0, 1))
        .hasShape(1, 10)
        .hasValues(
            -0.0297484249,
            -0.0300338976,
            0.0216971897,
            -0.031362582,
            -0.0419015214,
            -0.0249250475,
            0.0232598037,
            0.00942657329,
            -0.0141816959,
            0.0448256359);
  }

  @Test
  void theNetworkOfTheCourseWithABatchNormIsThatOfPyTorch() {
    // GIVEN
    Seed.set(1);
    Sequential model = Layers.getModel(() -> new LeakyReLU(0.1), BatchNorm2d::new);

    // WHEN
    Tensor y = model.call(cycle(7, 23, 11, 3, 1, 28, 28));

    // THEN
    assertThat(y.slice(0, 0, 1))
        .within(1e-5)
        .hasValues(
            0.0803351402,
            0.247182056,
            -0.19298096,
            0.000180801377,
            0.0348878279,
            -0.137218237,
            0.123002678,
            -0.0326403156,
            -0.39560166,
            0.273271322);
    assertThat(model.stateDict().keySet())
        .startsWith("0.0.weight", "0.1.weight", "0.1.bias", "0.1.running_mean")
        .endsWith("4.0.weight", "4.0.bias");
  }

  @Test
  void theNetworkOfTheCourseTakesOtherWidths() {
    assertThat(Layers.getModel(ReLU::new, null, 3, 6).call(Tensor.randn(2, 3, 4, 4)))
        .hasShape(2, 10);
    assertThat(Layers.getModel())
        .hasToString(Layers.getModel(ReLU::new, null, 1, 8, 16, 32, 64).toString());
  }

  @Test
  void aResidualAddsItsInput() {
    assertThat(new Residual(new ReLU()).call(rows)).hasValues(2, 4, 6, -1, 1, 4);
  }
}
