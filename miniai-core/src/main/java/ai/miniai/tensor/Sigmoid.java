package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** 1 / (1 + exp(−x)). */
final class Sigmoid extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    Nd4j.exec(new org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid(x, y));
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
    y.rsubi(1, out);
    out.muli(y).muli(gradient);
  }
}
