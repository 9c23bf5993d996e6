package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic in place, for optimizers. */
public final class Updates {
  private Updates() {}

  /** y ← y + factor · x, for arrays of the same shape and floating point type. */
  public static void addScaled(INDArray y, double factor, INDArray x) {
    Kernels.current().addScaled(y, factor, x);
  }
}
