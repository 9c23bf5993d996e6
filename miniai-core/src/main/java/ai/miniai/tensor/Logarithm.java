package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/** The natural logarithm. */
final class Logarithm extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    Nd4j.exec(new Log(x, y));
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    gradient.divi(x, out);
  }
}
