package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/** The absolute value. */
final class Absolute extends Elementwise {
  @Override
  void compute(INDArray x, INDArray y) {
    Nd4j.exec(new Abs(x, y));
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    Nd4j.exec(new Sign(x, out));
    out.muli(gradient);
  }
}
