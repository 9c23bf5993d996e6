package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** max(x, 0). */
final class Relu extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    Kernels.current().relu(x, y);
  }

  @Override
  boolean differentiatesInPlace() {
    return true;
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
    // y says as much as x, and the layer behind has just read it
    Kernels.current().reluBackward(y, gradient, out);
  }
}
