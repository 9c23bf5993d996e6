package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** The exponential function. */
final class Exponential extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    Nd4j.exec(new Exp(x, y));
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
    gradient.muli(y, out);
  }
}
