package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.Arithmetic;
import ai.miniai.random.Seed;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Zeroes each element, or each channel of an item, with probability p and divides the others by 1 −
 * p, so that the expected value does not change. Source: Srivastava et al., Dropout, 2014.
 */
final class DropoutOp extends Operation {
  private final double p;
  private final boolean wholeChannels;

  DropoutOp(double p) {
    this(p, false);
  }

  private DropoutOp(double p, boolean wholeChannels) {
    checkArgument(p >= 0 && p < 1, "the probability of dropping must lie in [0, 1), not %s", p);
    this.p = p;
    this.wholeChannels = wholeChannels;
  }

  /** Drops whole channels of [batch, channels, ...]. */
  static DropoutOp ofChannels(double p) {
    return new DropoutOp(p, true);
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("p", p);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    if (wholeChannels) {
      return ofChannels(inputs[0]);
    }
    INDArray x = inputs[0];
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    INDArray mask = mask(p, x.dataType(), x.shape());
    save(mask);
    return times(x, mask);
  }

  private INDArray ofChannels(INDArray x) {
    checkArgument(
        x.rank() >= 2,
        "dropping channels wants an input of shape [batch, channels, ...], not %s",
        Shapes.shape(x));
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    long[] perChannel = new long[x.rank()];
    Arrays.fill(perChannel, 1);
    perChannel[0] = x.size(0);
    perChannel[1] = x.size(1);
    INDArray mask = mask(p, x.dataType(), perChannel);
    save(mask);
    return times(x, mask);
  }

  /** 0 with probability {@code p}, else 1 / (1 − p). */
  static INDArray mask(double p, DataType type, long... shape) {
    INDArray mask = Layout.empty(type, shape);
    // ND4J has one generator per thread. It is seeded from ours, so that the mask does not depend
    // on the thread.
    Random random = Nd4j.getRandom();
    random.setSeed(Seed.forNd4j(Seed.generator().nextInt63()));
    // Drawing the mask and multiplying by it is a hundred times faster than ND4J's own dropout.
    Nd4j.getExecutioner().exec(new BernoulliDistribution(mask, 1 - p), random);
    return mask.muli(1 / (1 - p));
  }

  @Override
  protected void backward(INDArray gradient) {
    give(0, times(gradient, saved(0)));
  }

  private static INDArray times(INDArray x, INDArray mask) {
    return Kernels.current().arithmetic(Arithmetic.MULTIPLY, x, mask);
  }
}
