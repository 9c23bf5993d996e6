package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.array.Layout;
import ai.miniai.kernels.KernelChoice;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Sums, largest and smallest values along the last dimensions, with all kernels. */
class RowReductionsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  /** Rows of one value, a few, nearly a block, a block and more, in enough rows for all threads. */
  private static final int[] LENGTHS = {1, 2, 7, 128, 511, 512, 513, 3001};

  @AfterEach
  void chosenKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfEachRow(KernelSet kernels) {
    kernels.use();
    for (int length : LENGTHS) {
      int rows = 100_000 / length + 1;
      Tensor whole = Tensor.randn(rows + 1, length);
      Tensor x = whole.slice(0, 1, rows + 1);
      double[] values = x.toDoubles();

      double[] sums = x.sum(-1).toDoubles();
      double[] largest = x.max(-1).toDoubles();
      double[] smallest = x.reshape(rows, 1, length).min(1, 2).toDoubles();

      for (int i = 0; i < rows; i++) {
        double[] row = Arrays.copyOfRange(values, i * length, (i + 1) * length);
        double size = Arrays.stream(row).map(Math::abs).sum();
        assertThat(sums[i]).isEqualTo(Arrays.stream(row).sum(), within(2e-7 * size));
        assertThat(largest[i]).isEqualTo(Arrays.stream(row).max().getAsDouble());
        assertThat(smallest[i]).isEqualTo(Arrays.stream(row).min().getAsDouble());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsReachEachElementOfTheRow(KernelSet kernels) {
    kernels.use();
    for (int length : LENGTHS) {
      int rows = 70_000 / length + 1;
      Tensor x = Tensor.randn(rows, length).requiresGrad(true);
      Tensor weights = Tensor.randn(rows);
      Tensor ones = weights.reshape(rows, 1).times(Tensor.ones(1, length));

      x.sum(-1).backward(weights);
      assertThat(x.grad()).isIdenticalTo(ones);
      x.zeroGrad();
      x.max(-1).backward(weights);

      Tensor expected = x.detach().eq(x.detach().max(new int[] {-1}, true)).to(DataType.FLOAT);
      assertThat(x.grad()).isCloseTo(expected.times(ones));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nanAndInfinitiesStayInTheirRows(KernelSet kernels) {
    kernels.use();
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      double[] values = {1, NAN, INF, -INF, -INF, -INF, INF, 2, INF, 3, 3, -1};
      Tensor x = Tensor.of(values, 2, 2, 3).to(type).requiresGrad(true);

      assertThat(x.sum(2)).hasValues(NAN, -INF, INF, 5);
      assertThat(x.max(2)).hasValues(NAN, -INF, INF, 3);
      assertThat(x.min(2)).hasValues(NAN, -INF, 2, -1);
      assertThat(x.max(1, 2)).hasValues(NAN, INF);
      x.max(2).backward(Tensor.of(new double[] {1, 1, 1, INF}, 2, 2).to(type));

      double third = 1.0 / 3;
      assertThat(x.grad())
          .hasValues(NAN, NAN, NAN, third, third, third, 0.5, 0, 0.5, INF, INF, NAN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void doNotSeeTheLayout(KernelSet kernels) {
    kernels.use();
    Tensor plain = Tensor.randn(3, 5, 4, 6);
    Tensor last = Tensor.wrap(Layout.channelsFirst(Layout.channelsLast(plain.array())));

    for (int[] dims : new int[][] {{3}, {2, 3}, {1}, {0, 3}, {1, 2, 3}, {}}) {
      assertThat(last.max(dims)).isIdenticalTo(plain.max(dims));
      assertThat(last.sum(dims)).within(1e-4).isCloseTo(plain.sum(dims));
    }
  }
}
