package ai.miniai.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.array.Layout;
import ai.miniai.array.Recycling;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import ai.miniai.tensor.MemoryScope;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What was known of the values in some memory does not hold after it was recycled. */
class RecycledNanTest {
  private static final Window WINDOW = Window.square(3, 1, 1);

  @Test
  void aConvolutionPassesOnNanInRecycledMemory() {
    Kernels kernels = new OneDnnKernels();
    INDArray weight = Layout.full(DataType.FLOAT, 0.5, 4, 4, 3, 3);
    INDArray images = Layout.full(DataType.FLOAT, 1, 2, 4, 8, 8);
    try (MemoryScope learns = MemoryScope.open()) {
      kernels.conv2d(images, weight, null, WINDOW, true);
    }
    try (MemoryScope scope = MemoryScope.open()) {
      INDArray finite = kernels.conv2d(images, weight, null, WINDOW, true);
      Recycling.free(finite.data());
      INDArray reused = Layout.empty(DataType.FLOAT, 2, 8, 8, 4).assign(Float.NaN);
      assertThat(reused.data()).isSameAs(finite.data());

      INDArray result = kernels.conv2d(Layout.channelsFirst(reused), weight, null, WINDOW, true);

      assertThat(result.dup('c').ravel().toFloatVector()).containsOnly(Float.NaN);
    }
  }
}
