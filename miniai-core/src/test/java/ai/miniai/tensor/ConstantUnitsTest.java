package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.histogram.Bins;
import ai.miniai.kernels.ConstantUnits;
import ai.miniai.kernels.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Which channels have one value everywhere, in both forms. */
class ConstantUnitsTest {
  private static void assertConstant(INDArray x, int dim, double... expected) {
    assertThat(ConstantUnits.onHost(x, dim)).containsExactly(expected);
    assertThat(ConstantUnits.onDevice(x, dim).toDoubleVector()).containsExactly(expected);
  }

  /** [4, 3, 5, 2], of which channel 1 is −0.4 everywhere, and channel 2 but for one value. */
  private static INDArray images(DataType type) {
    INDArray x = Nd4j.rand(type, 4, 3, 5, 2);
    x.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)).assign(-0.4);
    return x.putScalar(new int[] {3, 2, 4, 1}, 0.7);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT", "DOUBLE"})
  void findsChannelsHoweverTheyLieInMemory(DataType type) {
    INDArray x = images(type);
    INDArray channelsLast = x.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
    INDArray part = Nd4j.concat(0, x, x).get(NDArrayIndex.interval(4, 8));
    assertConstant(x, 1, 0, 1, 0);
    assertConstant(channelsLast, 1, 0, 1, 0);
    assertConstant(part, 1, 0, 1, 0);
    assertConstant(x.permute(1, 0, 2, 3), 0, 0, 1, 0);
  }

  @Test
  void findsFeatures() {
    assertConstant(Nd4j.createFromArray(new float[][] {{1, 0, 2}, {1, -0f, 3}}), 1, 1, 1, 0);
    assertConstant(Nd4j.createFromArray(new float[][] {{5}, {5}}), 1, 1);
  }

  @Test
  void readsAllOfLargeArrays() {
    INDArray features = Nd4j.rand(DataType.FLOAT, 20_000, 3);
    features.getColumn(1).assign(0.5);
    features.getColumn(2).assign(0.5);
    features.putScalar(19_999, 2, 0.4);
    assertConstant(features, 1, 0, 1, 0);
    INDArray images = Nd4j.zeros(DataType.FLOAT, 2, 2, 40, 40);
    images.putScalar(new int[] {1, 1, 39, 39}, 1);
    assertConstant(images, 1, 1, 0);
    assertConstant(images.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2)), 1, 0);
  }

  @Test
  void doesNotTakeWhatIsNotFiniteForRest() {
    float inf = Float.POSITIVE_INFINITY;
    assertConstant(
        Nd4j.createFromArray(new float[][] {{Float.NaN, inf, 1}, {Float.NaN, inf, 1}}), 1, 0, 0, 1);
  }

  @Test
  void isReadWithAllElse() {
    Tensor x = Tensor.wrap(images(DataType.FLOAT));
    long before = Host.reads();
    try (MemoryScope scope = MemoryScope.open()) {
      Deferred constant = Host.laterConstant(x, 1);
      Deferred distribution = Host.later(x, Bins.DEFAULT);
      assertThat(constant.values()).containsExactly(0, 1, 0);
      assertThat(distribution.values()).hasSize(56); // six numbers and 50 bins
    }
    assertThat(Host.reads() - before).isEqualTo(Kernels.current().readMemory() ? 0 : 1);
    assertThat(x.constant(-3).toDoubles()).containsExactly(0, 1, 0);
  }
}
