package ai.miniai.tensor;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Changes each value, and on the way back each gradient, by some millionths of itself: what becomes
 * of the result tells how exact a computation in float32 can be.
 */
final class Jitter extends Operation {
  static final double SIZE = 5e-7;

  private final Random random;

  Jitter(Random random) {
    this.random = random;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    return noisy(inputs[0]);
  }

  @Override
  protected void backward(INDArray gradient) {
    give(0, noisy(gradient));
  }

  private INDArray noisy(INDArray x) {
    double[] factors = random.doubles(x.length(), 1 - SIZE, 1 + SIZE).toArray();
    return x.dup('c')
        .muli(Nd4j.createFromArray(factors).castTo(x.dataType()).reshape('c', x.shape()));
  }
}
