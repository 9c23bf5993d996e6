package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** scale · x + shift. */
final class Affine extends Elementwise {
  private final double scale;
  private final double shift;

  Affine(double scale, double shift) {
    this.scale = scale;
    this.shift = shift;
  }

  @Override
  void compute(INDArray x, INDArray y) {
    x.muli(scale, y);
    if (shift != 0) {
      y.addi(shift);
    }
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    gradient.muli(scale, out);
  }
}
