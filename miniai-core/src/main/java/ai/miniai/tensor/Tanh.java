package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The hyperbolic tangent. */
final class Tanh extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    Kernels.current().tanh(x, y);
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
