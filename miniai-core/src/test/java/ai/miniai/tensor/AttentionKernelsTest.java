package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;

import ai.miniai.kernels.KernelChoice;
import ai.miniai.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Attention by all kernels, in float32, beside the portable ones in float64. */
class AttentionKernelsTest {
  @AfterEach
  void chosenKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  /**
   * One of everything, sizes that no vector fits, several threads, rows of which only some are
   * computed at a time, more sources than are computed at a time.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 1, 1",
    "2, 3, 5, 7, 3, 4",
    "8, 4, 33, 31, 16, 16",
    "1, 2, 300, 250, 9, 5",
    "1, 1, 3, 40000, 2, 2",
    "40, 1, 1, 17, 5, 8"
  })
  void attentionIsTheSame(
      int batch, int heads, int targets, int sources, int width, int valueWidth) {
    List<Tensor> inputs =
        List.of(
            random(batch, targets, heads, width).permute(0, 2, 1, 3),
            random(batch, heads, sources + 2L, width).slice(2, 1, sources + 1L),
            random(batch, sources, heads, valueWidth).permute(0, 2, 1, 3),
            random(batch, 1, 1, sources),
            random(1, heads, targets, sources));
    for (Way way : Way.values()) {
      KernelSet.PORTABLE.use();
      List<Tensor> expected = run(way, DataType.DOUBLE, inputs);
      for (KernelSet kernels : KernelSet.values()) {
        kernels.use();
        List<Tensor> actual = run(way, DataType.FLOAT, inputs);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i))
              .as("%s, %s, number %s", way, kernels, i)
              .hasType(DataType.FLOAT)
              .within(2e-5)
              .hasValues(expected.get(i).toDoubles());
        }
      }
    }
  }

  /** As in PyTorch, where −∞ is added to scores: NaN is not hidden. */
  @ParameterizedTest
  @EnumSource
  void nanOfTheFutureStaysNan(KernelSet kernels) {
    kernels.use();
    for (long length : new long[] {2, 40}) {
      Tensor x = Tensor.ones(1, 1, length, 2);
      Tensor last = Tensor.arange(0, length, 1).eq(length - 1);
      Tensor key = x.maskedFill(last.reshape(length, 1), Double.NaN);
      assertThat(x.scaledDotProductAttention(key, x, null, 0, true).slice(2, 0, 1))
          .hasValues(Double.NaN, Double.NaN);
      Tensor bias = Tensor.zeros(1, length).maskedFill(last, Double.NaN);
      assertThat(x.scaledDotProductAttention(x, x, bias, 0, true).slice(2, 0, 1))
          .hasValues(Double.NaN, Double.NaN);
    }
  }

  private enum Way {
    PLAIN,
    CAUSAL,
    PADDED,
    BIASED,
    BIASED_AND_CAUSAL,
    DROPPED
  }

  /** The output, and the gradients of all inputs that take part. */
  private static List<Tensor> run(Way way, DataType type, List<Tensor> inputs) {
    List<Tensor> x =
        inputs.stream()
            .map(input -> Tensor.wrap(input.array().castTo(type)).requiresGrad(true))
            .toList();
    Seed.set(5);
    Tensor output =
        x.get(0)
            .scaledDotProductAttention(
                x.get(1),
                x.get(2),
                switch (way) {
                  case PLAIN, CAUSAL -> null;
                  case PADDED -> x.get(3);
                  case BIASED, BIASED_AND_CAUSAL, DROPPED -> x.get(4);
                },
                way == Way.DROPPED ? 0.3 : 0,
                way == Way.CAUSAL || way == Way.BIASED_AND_CAUSAL);
    Tensor gradient = Tensor.wrap(random(output.shape()).array().castTo(type));
    output.backward(gradient);
    List<Tensor> all = new ArrayList<>(List.of(output));
    x.stream().filter(leaf -> leaf.grad() != null).forEach(leaf -> all.add(leaf.grad()));
    return all;
  }

  private static Tensor random(long... shape) {
    Seed.set(Arrays.hashCode(shape));
    return Tensor.randn(shape);
  }
}
