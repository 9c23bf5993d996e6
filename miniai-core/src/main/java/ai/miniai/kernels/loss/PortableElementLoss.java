package ai.miniai.kernels.loss;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Losses of pairs of elements with ND4J's operations. All arrays of a call are row-major. */
public final class PortableElementLoss {
  private PortableElementLoss() {}

  /** f(x, y). {@code parameter}: see the loss; losses without one ignore it. */
  public static INDArray of(ElementLoss loss, double parameter, INDArray x, INDArray y) {
    return switch (loss) {
      case SQUARED -> {
        INDArray d = x.sub(y);
        yield d.muli(d);
      }
      case ABSOLUTE -> absolute(x.sub(y));
      case HUBER -> {
        INDArray distance = absolute(x.sub(y));
        INDArray near = limited(distance, 0, parameter);
        yield distance.subi(near.mul(0.5)).muli(near);
      }
      case BINARY_CROSS_ENTROPY -> {
        INDArray sum = logarithm(x.dup()).muli(y).addi(logarithm(x.rsub(1)).muli(y.rsub(1)));
        yield x.sub(x).subi(sum); // the limit of the logarithms would hide a NaN
      }
      case BINARY_CROSS_ENTROPY_WITH_LOGITS -> {
        INDArray sum = Transforms.relu(x, true).muli(y.rsub(1)); // the logarithm keeps NaN
        sum.addi(Transforms.relu(x.neg(), false).muli(y));
        INDArray distance = absolute(x.dup());
        Nd4j.exec(new Exp(distance.negi(), distance));
        INDArray log = distance.castTo(DataType.DOUBLE).addi(1); // in float32 1 + t loses much of t
        Nd4j.exec(new Log(log, log));
        yield sum.addi(log.castTo(x.dataType()));
      }
      case KL_DIVERGENCE -> logarithmOrZero(y).subi(x).muli(y);
      case KL_DIVERGENCE_OF_LOGARITHMS -> exponential(y).muli(y.sub(x));
    };
  }

  /** The derivative of f with respect to x, or to y. */
  public static INDArray slope(
      ElementLoss loss, double parameter, INDArray x, INDArray y, boolean toTarget) {
    if (!toTarget) {
      return slope(loss, parameter, x, y);
    }
    return switch (loss) {
      case SQUARED, ABSOLUTE, HUBER -> slope(loss, parameter, x, y).negi();
      case BINARY_CROSS_ENTROPY -> logarithm(x.rsub(1)).subi(logarithm(x.dup())).addi(x.sub(x));
      case BINARY_CROSS_ENTROPY_WITH_LOGITS -> x.neg();
      case KL_DIVERGENCE -> logarithmOrZero(y).subi(x).addi(y.neq(0).castTo(y.dataType()));
      case KL_DIVERGENCE_OF_LOGARITHMS -> exponential(y).muli(y.sub(x).addi(1));
    };
  }

  private static INDArray slope(ElementLoss loss, double parameter, INDArray x, INDArray y) {
    return switch (loss) {
      case SQUARED -> x.sub(y).muli(2);
      case ABSOLUTE -> {
        INDArray d = x.sub(y);
        Nd4j.exec(new Sign(d, d));
        yield d;
      }
      case HUBER -> limited(x.sub(y), -parameter, parameter);
      case BINARY_CROSS_ENTROPY ->
          x.sub(y).divi(Transforms.max(x.rsub(1).muli(x), ElementLoss.LEAST_DIVISOR, false));
      case BINARY_CROSS_ENTROPY_WITH_LOGITS -> {
        INDArray power = x.neg();
        Nd4j.exec(new Exp(power, power));
        yield power.addi(1).rdivi(1).subi(y);
      }
      case KL_DIVERGENCE -> y.neg();
      case KL_DIVERGENCE_OF_LOGARITHMS -> exponential(y).negi();
    };
  }

  /** log y, but 0 where y is 0. */
  private static INDArray logarithmOrZero(INDArray y) {
    INDArray log = y.eq(0).castTo(y.dataType()).addi(y);
    Nd4j.exec(new Log(log, log));
    return log;
  }

  private static INDArray exponential(INDArray y) {
    INDArray result = y.dup();
    Nd4j.exec(new Exp(result, result));
    return result;
  }

  /** |d|, in place. */
  private static INDArray absolute(INDArray d) {
    Nd4j.exec(new Abs(d, d));
    return d;
  }

  /** {@code d} limited to this range, in another array; NaN stays NaN. */
  private static INDArray limited(INDArray d, double from, double to) {
    INDArray result = d.ulike();
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(d)
            .addOutputs(result)
            .addFloatingPointArguments(from, to)
            .build());
    return result;
  }

  /** log x, of at least −100, in place. */
  private static INDArray logarithm(INDArray x) {
    Nd4j.exec(new Log(x, x));
    return Transforms.max(x, ElementLoss.LEAST_LOGARITHM, false);
  }
}
