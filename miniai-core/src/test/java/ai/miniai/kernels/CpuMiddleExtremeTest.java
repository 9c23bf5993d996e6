package ai.miniai.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CpuMiddleExtremeTest {
  /** A row-major array [slabs, rows, columns]. */
  @ParameterizedTest
  @CsvSource({"1, 7, 5", "3, 1, 4", "4, 100, 1", "2, 30, 5000", "50, 3, 2"})
  void extremesAndGradientsOfEachColumnAreThoseOfALoop(int slabs, int rows, int columns) {
    Random random = new Random(1);
    float[] values = new float[slabs * rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(9) - 4; // many are equal
    }
    values[0] = Float.NaN;
    values[values.length - 1] = Float.POSITIVE_INFINITY;
    INDArray x = Nd4j.createFromArray(values).reshape('c', slabs, rows, columns);
    for (boolean largest : new boolean[] {true, false}) {
      INDArray extremes = CpuMiddleExtreme.of(largest, x, 1);
      INDArray gradient = Nd4j.rand(DataType.FLOAT, slabs, columns);
      INDArray shares = CpuMiddleExtreme.differentiate(x, extremes, gradient, 1);

      assertThat(extremes.shape()).containsExactly(slabs, columns);
      for (int slab = 0; slab < slabs; slab++) {
        for (int column = 0; column < columns; column++) {
          float[] line = new float[rows];
          for (int row = 0; row < rows; row++) {
            line[row] = values[(slab * rows + row) * columns + column];
          }
          float expected = line[0];
          for (float v : line) {
            expected = largest ? Math.max(expected, v) : Math.min(expected, v);
          }
          assertThat(extremes.getFloat(slab, column)).isEqualTo(Float.valueOf(expected));
          checkShares(line, expected, gradient.getFloat(slab, column), shares, slab, column);
        }
      }
    }
  }

  private static void checkShares(
      float[] line, float extreme, float gradient, INDArray shares, int slab, int column) {
    if (Float.isNaN(extreme)) {
      return; // no value equals it
    }
    int equal = 0;
    for (float v : line) {
      equal += v == extreme ? 1 : 0;
    }
    for (int row = 0; row < line.length; row++) {
      assertThat(shares.getFloat(slab, row, column))
          .isEqualTo(line[row] == extreme ? gradient / equal : 0f);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "0, 2"})
  void neighbouringDimensionsCountAsOne(int first, int last) {
    INDArray x = Nd4j.rand(DataType.FLOAT, 3, 4, 5, 6);
    int[] dims = IntStream.rangeClosed(first, last).toArray();

    INDArray found = CpuMiddleExtreme.of(true, x, dims);

    assertThat(CpuMiddleExtreme.fits(x, dims)).isTrue();
    assertThat(found).isEqualTo(new PortableKernels().extreme(true, x, dims));
    assertThat(Arrays.stream(found.shape()).sum()).isLessThan(Arrays.stream(x.shape()).sum());
  }
}
