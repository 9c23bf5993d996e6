package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x · (1 + tanh u) / 2 with u = √(2/π) · (x + 0.044715 x³), which is close to {@link Gelu}. Source:
 * Hendrycks and Gimpel, Gaussian Error Linear Units, 2016.
 */
final class GeluTanh extends Elementwise {
  private static final double SCALE = Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715;

  @Override
  void compute(INDArray x, INDArray y) {
    tanh(x, y);
    y.addi(1).muli(x).muli(0.5);
  }

  /** (1 + tanh u) / 2 + x · (1 − tanh² u) · u' / 2. */
  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    tanh(x, out);
    INDArray slope = x.mul(x).muli(3 * CUBIC * SCALE).addi(SCALE);
    slope.muli(out.mul(out).rsubi(1)).muli(x);
    out.addi(1).addi(slope).muli(0.5).muli(gradient);
  }

  /** tanh u. */
  private static void tanh(INDArray x, INDArray out) {
    x.muli(x, out);
    out.muli(CUBIC * SCALE).addi(SCALE).muli(x);
    Kernels.current().tanh(out, out);
  }
}
