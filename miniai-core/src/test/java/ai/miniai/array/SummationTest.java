package ai.miniai.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SummationTest {
  /**
   * Sizes that a stage divides, and that none divides. Without stages the sum of the first would be
   * 6% off.
   */
  @ParameterizedTest
  @CsvSource({"16777216, 1", "1048583, 3", "30000, 64", "1000, 5"})
  void sumsOfManyEqualValuesArePrecise(int rows, int columns) {
    INDArray x = Layout.full(DataType.FLOAT, 0.1, rows, columns);

    double[] sums = Summation.over(x, 0).toDoubleVector();

    for (double sum : sums) {
      assertThat(sum / (rows * (double) 0.1f)).isEqualTo(1, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"1048583, 3", "1000, 3"})
  void whatIsNotFiniteStaysInItsColumn(int rows, int columns) {
    float[] values = new float[rows * columns];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    values[columns * 700] = Float.NaN;
    values[columns * 500 + 1] = Float.NEGATIVE_INFINITY;

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray x = Nd4j.createFromArray(values).castTo(type).reshape('c', rows, columns);
      double[] sums = Summation.over(x, 0).toDoubleVector();

      double expected = 0;
      for (int i = 2; i < values.length; i += columns) {
        expected += values[i];
      }
      assertThat(sums[0]).isNaN();
      assertThat(sums[1]).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(sums[2] / expected).isEqualTo(1, within(1e-5));
    }
  }
}
