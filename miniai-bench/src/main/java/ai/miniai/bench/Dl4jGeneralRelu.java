package ai.miniai.bench;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.LeakyReLUBp;
import org.nd4j.linalg.factory.Nd4j;

/** leakyRelu(x, 0.1) − 0.4 for DL4J, implemented like its own leaky ReLU. */
public final class Dl4jGeneralRelu extends BaseActivationFunction {
  private static final long serialVersionUID = 1;
  private static final double LEAK = 0.1;
  private static final double SUB = 0.4;

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    Nd4j.getExecutioner().execAndReturn(new LeakyReLU(in, LEAK));
    return in.subi(SUB);
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    Nd4j.getExecutioner().execAndReturn(new LeakyReLUBp(in, epsilon, in, LEAK));
    return new Pair<>(in, null);
  }
}
