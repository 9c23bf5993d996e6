package ai.miniai.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.kernels.CpuKernels;
import ai.miniai.kernels.Kernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Upsampling of images [batch, height, width, channels] so large that oneDNN computes it. */
class LargeUpsampleTest {
  private final Kernels kernels = new OneDnnKernels();
  private final Kernels plain = new CpuKernels();

  @ParameterizedTest
  @CsvSource({
    "2, 7, 14, 14, 32",
    "3, 5, 9, 11, 17",
    "2, 3, 28, 27, 3",
    "2, 64, 28, 28, 1",
    "2, 1, 1, 5, 600",
    "2, 600, 1, 1, 9",
    "3, 4, 10, 12, 16",
    "4, 2, 16, 15, 5",
    "8, 2, 6, 5, 4",
    "1, 4, 10, 12, 16",
  })
  void theResultAndTheGradientAreThoseOfPlainJava(
      int scale, long batch, long height, long width, long channels) {
    INDArray x = values(batch, height, width, channels);
    INDArray gradient = values(batch, height * scale, width * scale, channels);

    INDArray y = kernels.upsampleNearest(x, scale);
    INDArray slopes = kernels.upsampleNearestBackward(gradient, scale);

    assertThat(y.shape()).isEqualTo(gradient.shape());
    assertThat(y.data().asFloat()).isEqualTo(plain.upsampleNearest(x, scale).data().asFloat());
    INDArray expected = plain.upsampleNearestBackward(gradient, scale);
    for (long i = 0; i < expected.length(); i++) {
      float value = expected.getFloat(i);
      if (Float.isFinite(value)) {
        assertThat(Math.abs(slopes.getFloat(i) - value)).isLessThan(1e-5f);
      } else {
        assertThat(Float.valueOf(slopes.getFloat(i))).isEqualTo(Float.valueOf(value));
      }
    }
  }

  /** With NaN and infinite values now and then. */
  private static INDArray values(long... shape) {
    INDArray x = Nd4j.randn(DataType.FLOAT, shape);
    INDArray flat = x.reshape(x.length());
    for (long i = 0; i < x.length(); i += 997) {
      flat.putScalar(i, i % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NaN);
    }
    return x;
  }
}
