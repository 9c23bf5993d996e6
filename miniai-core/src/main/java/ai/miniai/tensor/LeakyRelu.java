package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** x where positive, slope · x elsewhere. */
final class LeakyRelu extends Elementwise {
  private final double slope;

  LeakyRelu(double slope) {
    this.slope = slope;
  }

  @Override
  void compute(INDArray x, INDArray y) {
    Nd4j.exec(new LeakyReLU(x, y, slope));
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    Nd4j.exec(new Step(x, out, 0.0));
    out.muli(1 - slope).addi(slope).muli(gradient);
  }
}
