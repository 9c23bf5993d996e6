package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.factory.Nd4j;

/** x to the power of a constant. */
final class Power extends Elementwise {
  private final double exponent;

  Power(double exponent) {
    this.exponent = exponent;
  }

  @Override
  void compute(INDArray x, INDArray y) {
    Nd4j.exec(new Pow(x, y, exponent));
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    Nd4j.exec(new Pow(x, out, exponent - 1));
    out.muli(exponent).muli(gradient);
  }
}
