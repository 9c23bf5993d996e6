package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic in place, for optimizers and those who watch them. */
public final class Updates {
  private Updates() {}

  /** y ← y + factor · x, for arrays of the same shape and floating point type. */
  public static void addScaled(INDArray y, double factor, INDArray x) {
    Kernels.current().addScaled(y, factor, x);
  }

  /** A row-major copy of {@code x}, to be changed in place. */
  public static INDArray copyOf(INDArray x) {
    INDArray copy = Layout.empty(x.dataType(), x.shape());
    Kernels.current().copy(x, copy);
    return copy;
  }
}
