package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/** x to the power of a constant. */
final class Power extends Elementwise {
  private final double exponent;

  Power(double exponent) {
    this.exponent = exponent;
  }

  @Override
  void compute(INDArray x, INDArray y) {
    raise(x, exponent, y);
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    if (exponent == 0) {
      out.assign(0); // also where 0 · x⁻¹ is not a number
      return;
    }
    raise(x, exponent - 1, out);
    Nd4j.exec(new ScalarMultiplication(out, null, out, exponent));
    out.muli(gradient);
  }

  /** The common powers have quicker ways. */
  private static void raise(INDArray x, double exponent, INDArray out) {
    if (exponent == 1) {
      out.assign(x);
    } else if (exponent == 2) {
      x.muli(x, out);
    } else if (exponent == 0.5) {
      Nd4j.exec(new Sqrt(x, out));
    } else {
      Nd4j.exec(new Pow(x, out, exponent));
    }
  }
}
