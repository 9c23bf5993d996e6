package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * x · Φ(x) with the distribution function Φ of the standard normal distribution, from the error
 * function. (ND4J's own GELU is the approximation x · sigmoid(1.702 x).) Source: Hendrycks and
 * Gimpel, Gaussian Error Linear Units, 2016.
 */
final class Gelu extends Elementwise {
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

  @Override
  void compute(INDArray x, INDArray y) {
    distribution(x, y);
    y.muli(x);
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    INDArray density = x.mul(x).muli(-0.5);
    Nd4j.exec(new Exp(density, density));
    distribution(x, out);
    out.addi(density.muli(DENSITY_AT_ZERO).muli(x)).muli(gradient);
  }

  private static void distribution(INDArray x, INDArray out) {
    x.muli(Math.sqrt(0.5), out);
    Nd4j.exec(new Erf(out, out));
    out.addi(1).muli(0.5);
  }
}
