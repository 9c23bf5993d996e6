package ai.miniai.tensor;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The logarithm of the sigmoid: min(x, 0) − log(1 + exp(−|x|)). */
final class LogSigmoid {
  private LogSigmoid() {}

  static PointwiseOp make() {
    return new PointwiseOp(
        "LogSigmoid",
        LogSigmoid::forward,
        PointwiseOp.Reads.INPUT,
        (x, y, gradient, out) -> { // gradient / (1 + exp(x))
          Nd4j.exec(new Exp(x, out));
          out.addi(1).rdivi(1).muli(gradient);
        });
  }

  private static void forward(INDArray x, INDArray y) {
    Nd4j.exec(new Abs(x, y));
    y.negi();
    Nd4j.exec(new Exp(y, y));
    INDArray sum = y.castTo(DataType.DOUBLE).add(1); // in float32 small terms would be lost
    Nd4j.exec(new Log(sum, sum));
    y.assign(Transforms.min(x, 0, true)).subi(sum.castTo(y.dataType()));
  }
}
