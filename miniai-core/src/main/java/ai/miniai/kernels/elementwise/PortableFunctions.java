package ai.miniai.kernels.elementwise;

import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ElementFunction functions with ND4J's operations. All arrays of a call are row-major. */
public final class PortableFunctions {
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBIC = 0.044715;
  private static final double SOFTPLUS_THRESHOLD = 20;

  private PortableFunctions() {}

  /** Writes f(x) to {@code out}, another array than {@code x}. */
  public static void apply(ElementFunction function, INDArray x, INDArray out) {
    switch (function) {
      case SIGMOID -> sigmoid(x, out);
      case TANH -> tanh(x, out);
      case SILU -> {
        sigmoid(x, out);
        out.muli(x);
      }
      case GELU -> {
        normalDistribution(x, out);
        out.muli(x);
      }
      case GELU_TANH -> {
        innerTanh(x, out);
        out.addi(1).muli(x).muli(0.5);
      }
      case EXP -> Nd4j.exec(new Exp(x, out));
      case LOG -> Nd4j.exec(new Log(x, out));
      case SQRT -> Nd4j.exec(new Sqrt(x, out));
      case RECIPROCAL -> x.rdivi(1, out);
      case ABSOLUTE -> Nd4j.exec(new Abs(x, out));
      case SIN -> Nd4j.exec(new Sin(x, out));
      case COS -> Nd4j.exec(new Cos(x, out));
      case LOG1P -> logOnePlus(x, out);
      case SOFTPLUS -> softplus(x, out);
    }
  }

  /**
   * Writes gradient · f'(x) to {@code out}, given y or x; see {@link ElementFunction#fromResult}.
   */
  public static void differentiate(
      ElementFunction function, INDArray known, INDArray gradient, INDArray out) {
    INDArray slope = out == gradient ? Layout.emptyLike(gradient) : out;
    switch (function) {
      case SIGMOID -> {
        known.rsubi(1, slope);
        slope.muli(known);
      }
      case TANH -> {
        known.muli(known, slope);
        slope.rsubi(1);
      }
      case SILU -> {
        sigmoid(known, slope);
        slope.muli(slope.rsub(1).muli(known).addi(1));
      }
      case GELU -> {
        INDArray density = known.mul(known).muli(-0.5);
        Nd4j.exec(new Exp(density, density));
        normalDistribution(known, slope);
        slope.addi(density.muli(DENSITY_AT_ZERO).muli(known));
      }
      case GELU_TANH -> {
        innerTanh(known, slope);
        INDArray inner = known.mul(known).muli(3 * TANH_CUBIC * TANH_SCALE).addi(TANH_SCALE);
        inner.muli(slope.mul(slope).rsubi(1)).muli(known);
        slope.addi(1).addi(inner).muli(0.5);
      }
      case EXP -> slope.assign(known);
      case LOG -> known.rdivi(1, slope);
      case SQRT -> known.rdivi(0.5, slope);
      case RECIPROCAL -> {
        known.muli(known, slope);
        slope.negi();
      }
      case ABSOLUTE -> Nd4j.exec(new Sign(known, slope));
      case SIN -> Nd4j.exec(new Cos(known, slope));
      case COS -> {
        Nd4j.exec(new Sin(known, slope));
        slope.negi();
      }
      case LOG1P -> {
        known.addi(1, slope);
        slope.rdivi(1);
      }
      case SOFTPLUS -> {
        sigmoid(known, slope);
        INDArray far = known.gt(SOFTPLUS_THRESHOLD).castTo(known.dataType());
        Mask.keep(far.rsub(1), slope, slope);
        slope.addi(far);
      }
    }
    if (out == gradient) {
      out.muli(slope);
    } else {
      out.muli(gradient);
    }
  }

  /** Writes x where positive, alpha · (exp(x) − 1) elsewhere, to {@code out}. */
  public static void elu(INDArray x, double alpha, INDArray out) {
    INDArray positive = positive(x);
    INDArray below = Nd4j.exec(new Exp(x, Layout.emptyLike(x))).subi(1);
    Nd4j.exec(new ScalarMultiplication(below, null, below, alpha));
    Mask.keep(positive.rsub(1), below, out);
    Mask.keep(positive, x, below);
    out.addi(below);
  }

  /** As {@link CpuElu#differentiate}. */
  public static void differentiateElu(INDArray x, INDArray gradient, double alpha, INDArray out) {
    INDArray below = x.lte(0).castTo(x.dataType());
    INDArray slope = Nd4j.exec(new Exp(x, Layout.emptyLike(x)));
    Nd4j.exec(new ScalarMultiplication(slope, null, slope, alpha));
    Mask.keep(below, slope, slope);
    gradient.muli(slope.addi(below.rsubi(1)), out);
  }

  /** 1 where x is positive, 0 elsewhere and where it is NaN. */
  static INDArray positive(INDArray x) {
    return x.gt(0).castTo(x.dataType());
  }

  /**
   * log u − ((u − 1) − x) / u for u = 1 + x rounded: the second part is what rounding lost. (ND4J's
   * log1p lacks it.) It is left out where it is not finite.
   */
  private static void logOnePlus(INDArray x, INDArray out) {
    INDArray u = x.add(1);
    INDArray lost = u.sub(1).subi(x).divi(u);
    Mask.keep(lost.sub(lost).eq(0).castTo(x.dataType()), lost, lost);
    Nd4j.exec(new Log(u, out));
    out.subi(lost);
  }

  /**
   * max(x, 0) + log(1 + exp(−|x|)). As in PyTorch, the logarithm is left out above a threshold;
   * float32 does not show it there.
   */
  private static void softplus(INDArray x, INDArray out) {
    INDArray power = Nd4j.exec(new Abs(x, Layout.emptyLike(x))).negi();
    Nd4j.exec(new Exp(power, power));
    logOnePlus(power, out); // keeps NaN, which the next one does not
    Mask.keep(x.gt(SOFTPLUS_THRESHOLD).castTo(x.dataType()).rsubi(1), out, out);
    out.addi(Transforms.relu(x, true));
  }

  private static void sigmoid(INDArray x, INDArray out) {
    Nd4j.exec(new Sigmoid(x, out));
  }

  /** Computed in float64, because ND4J's float32 tanh is wrong by 1% at an input of 10⁻⁶. */
  private static void tanh(INDArray x, INDArray out) {
    boolean wide = x.dataType() == DataType.DOUBLE;
    INDArray y = wide ? out : x.castTo(DataType.DOUBLE);
    Nd4j.exec(new Tanh(wide ? x : y, y));
    if (!wide) {
      out.assign(y);
    }
  }

  /** Φ(x). (ND4J's own GELU is the approximation x · sigmoid(1.702 x).) */
  private static void normalDistribution(INDArray x, INDArray out) {
    x.muli(Math.sqrt(0.5), out);
    Nd4j.exec(new Erf(out, out));
    out.addi(1).muli(0.5);
  }

  /** tanh u. */
  private static void innerTanh(INDArray x, INDArray out) {
    x.muli(x, out);
    out.muli(TANH_CUBIC * TANH_SCALE).addi(TANH_SCALE).muli(x);
    tanh(out, out);
  }
}
