package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.factory.Nd4j;

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
    // Not x.mul(scale): that silently puts 1e-5 in place of a scale that is NaN.
    Nd4j.exec(new ScalarMultiplication(x, null, y, scale));
    if (shift != 0) {
      Nd4j.exec(new ScalarAdd(y, null, y, shift));
    }
  }

  @Override
  boolean readsInput() {
    return false;
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    Nd4j.exec(new ScalarMultiplication(gradient, null, out, scale));
  }
}
