package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The hyperbolic tangent. */
final class Tanh extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    Nd4j.exec(new org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh(x, y));
  }

  @Override
  boolean readsInput() {
    return false;
  }

  @Override
  boolean readsResult() {
    return true;
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    y.muli(y, out);
    out.rsubi(1).muli(gradient);
  }
}
