package ai.miniai.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The number of items whose best class is their label. */
class CpuHitsTest {
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void hitsAreCountedAsByThePortableKernels(DataType type) {
    int rows = 1000;
    INDArray scores = Nd4j.rand(DataType.FLOAT, rows, 4).castTo(type);
    scores.putScalar(5, 1, Float.NaN);
    scores.putScalar(6, 2, Float.POSITIVE_INFINITY);
    scores.putScalar(7, 0, Float.NEGATIVE_INFINITY);
    INDArray labels = Nd4j.createFromArray(new long[2 * rows]).reshape(rows, 2);
    for (int i = 0; i < rows; i++) {
      labels.putScalar(i, 0, i % 4);
    }
    INDArray strided = labels.get(NDArrayIndex.all(), NDArrayIndex.point(0));
    INDArray transposed = scores.dup('f');

    for (INDArray x : new INDArray[] {scores, transposed}) {
      INDArray hits = new CpuKernels().hits(x, strided);

      assertThat(hits.dataType()).isEqualTo(DataType.FLOAT);
      assertThat(hits.rank()).isZero();
      assertThat(hits.getFloat(0))
          .isEqualTo(new PortableKernels().hits(x, strided).getFloat(0))
          .isBetween(150f, 350f);
    }
  }

  /** Of equal scores the first counts, and a row with NaN is of no class. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void tiesAndNan(DataType type) {
    INDArray scores =
        Nd4j.createFromArray(new double[][] {{2, 2}, {2, 2}, {Double.NaN, 1}, {0, Double.NaN}})
            .castTo(type);
    INDArray labels = Nd4j.createFromArray(0L, 1L, 0L, 1L);
    for (Kernels kernels : new Kernels[] {new CpuKernels(), new PortableKernels()}) {
      assertThat(kernels.hits(scores, labels).getFloat(0)).isEqualTo(1);
    }
  }
}
