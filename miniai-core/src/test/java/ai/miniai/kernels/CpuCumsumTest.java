package ai.miniai.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CpuCumsumTest {
  @ParameterizedTest
  @CsvSource({
    "7, 0",
    "1, 0",
    "5x4, 0",
    "5x4, 1",
    "3x300x70, 1",
    "2x5x3000, 1",
    "3x4x5x6, 2",
    "1000x33, 1"
  })
  void runningSumsAreThoseOfThePortableKernels(String sizes, int dim) {
    long[] shape = Arrays.stream(sizes.split("x")).mapToLong(Long::parseLong).toArray();
    INDArray x = Nd4j.rand(DataType.FLOAT, shape).subi(0.5);
    x.putScalar(x.length() / 2, Float.NaN);
    for (boolean fromTheEnd : new boolean[] {false, true}) {
      INDArray expected = new PortableKernels().cumsum(x, dim, fromTheEnd);

      INDArray sums = CpuCumsum.of(x, dim, fromTheEnd);

      assertThat(sums.shape()).isEqualTo(shape);
      assertThat(sums.data().asFloat()).containsExactly(expected.data().asFloat());
    }
  }
}
