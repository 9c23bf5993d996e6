package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.array.Layout;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Images whose channels are the last dimension in memory keep this order through everyday
 * functions, and so do their gradients. Otherwise a convolution after them, or the gradient of one
 * before them, would first be rearranged.
 */
class MemoryOrderKeptTest {
  private static final int BATCH = 4;
  private static final int CHANNELS = 6;
  private static final int SIDE = 32;

  private static Tensor images() {
    return Tensor.randn(BATCH, SIDE, SIDE, CHANNELS).permute(0, 3, 1, 2).detach();
  }

  private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("detach", Tensor::detach),
          Map.entry("plus", x -> x.plus(images())),
          Map.entry("times a number", x -> x.times(2)),
          Map.entry("times a tensor without dimensions", x -> x.times(Tensor.full(3))),
          Map.entry("times one for each channel", x -> x.times(Tensor.randn(CHANNELS, 1, 1))),
          Map.entry("from one for each channel", x -> Tensor.randn(CHANNELS, 1, 1).minus(x)),
          Map.entry("div by one for each item", x -> x.div(Tensor.rand(BATCH, CHANNELS, 1, 1))),
          Map.entry("minus its mean", x -> x.minus(x.mean())),
          Map.entry("exp", Tensor::exp),
          Map.entry("dropout", x -> x.dropout(0.5)),
          Map.entry("concat", x -> Tensor.concat(1, x, images())),
          Map.entry("a slice of a sum", x -> x.slice(1, 1, 4).plus(1)),
          Map.entry("flip", x -> x.flip(3)),
          Map.entry("roll", x -> x.roll(2, 1)),
          Map.entry("parts", x -> x.indexSelect(2, Tensor.of(3L, 1, 3))),
          Map.entry("upsampleBilinear", x -> x.upsampleBilinear(2)),
          Map.entry("adaptiveAvgPool2d", x -> x.adaptiveAvgPool2d(5, 8)),
          Map.entry("standardised", x -> x.standardize(1e-5, 2, 3)));

  @TestFactory
  Stream<DynamicTest> resultsAndGradientsHaveTheOrderOfTheInput() {
    return FUNCTIONS.entrySet().stream()
        .map(
            function ->
                DynamicTest.dynamicTest(
                    function.getKey(),
                    () -> {
                      Tensor x = images().requiresGrad(true);
                      Tensor y = function.getValue().apply(x);

                      assertThat(isChannelsLast(y)).isTrue();
                      if (y.requiresGrad()) {
                        y.sum().backward();
                        assertThat(isChannelsLast(x.grad())).isTrue();
                      }
                    }));
  }

  @Test
  void rowMajorStaysRowMajor() {
    Tensor x = Tensor.randn(BATCH, CHANNELS, SIDE, SIDE).requiresGrad(true);
    Tensor y = x.times(Tensor.randn(CHANNELS, 1, 1));
    y.mean(2, 3).sum().backward();

    assertThat(Layout.isRowMajor(y.array())).isTrue();
    assertThat(Layout.isRowMajor(x.grad().array())).isTrue();
  }

  private static boolean isChannelsLast(Tensor x) {
    return Layout.isRowMajor(x.array().permute(0, 2, 3, 1));
  }
}
