package ai.miniai.examples;

import ai.miniai.optim.SGD;
import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An operation of your own, with its gradient: the loss log cosh(x) of an error x. It is about x² /
 * 2 for small errors and about |x| for large ones, so a point that lies far off does not pull a
 * line towards it as it does with the squared error.
 */
public final class OwnOperation {
  private OwnOperation() {}

  /** log cosh(x), computed as |x| + log(1 + exp(−2 |x|)) − log 2, which does not overflow. */
  static final class LogCosh extends Operation {
    @Override
    protected INDArray forward(INDArray... inputs) {
      INDArray x = inputs[0]; // must not be changed
      save(x); // for backward()
      INDArray size = Transforms.abs(x, true);
      INDArray power = Transforms.exp(size.mul(-2), false);
      return size.addi(Transforms.log(power.addi(1), false)).subi(Math.log(2));
    }

    /** The derivative is tanh(x); {@code gradient} is that of the result. */
    @Override
    protected void backward(INDArray gradient) {
      INDArray slope = Transforms.tanh(saved(0), true);
      giveAway(0, slope.muli(gradient)); // nothing else uses this array, so it may be overwritten
    }
  }

  /** An instance is applied once, so each call makes one. */
  static Tensor logCosh(Tensor x) {
    return new LogCosh().apply(x);
  }

  /** The slope of the line through the points (0, 0) to (9, 9), the last of which is at 90. */
  static double slope(Function<Tensor, Tensor> loss) {
    Tensor x = Tensor.linspace(0, 9, 10);
    Tensor y = Tensor.where(x.eq(9), Tensor.scalar(90), x);
    Tensor slope = Tensor.zeros(1).requiresGrad(true);
    var sgd = new SGD(Map.of("slope", slope), 0.003);
    for (int step = 0; step < 500; step++) {
      loss.apply(x.times(slope).minus(y)).mean().backward();
      sgd.step();
      sgd.zeroGrad();
    }
    return slope.item();
  }

  public static void main(String... arguments) {
    System.out.println("slope with the squared error: " + slope(Tensor::square));
    System.out.println("slope with log cosh:          " + slope(OwnOperation::logCosh));
  }
}
