package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** x · sigmoid(x). Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016. */
final class Silu extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    sigmoid(x, y);
    y.muli(x);
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    sigmoid(x, out);
    out.addi(out.rsub(1).muli(y)).muli(gradient);
  }

  private static void sigmoid(INDArray x, INDArray out) {
    Nd4j.exec(new org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid(x, out));
  }
}
