package ai.miniai.tensor;

import static ai.miniai.tensor.PointwiseOp.Reads.BOTH;
import static ai.miniai.tensor.PointwiseOp.Reads.INPUT;
import static ai.miniai.tensor.PointwiseOp.Reads.RESULT;
import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;

/** Activation functions. */
final class Activations {
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBIC = 0.044715;

  private Activations() {}

  /** max(x, 0). The backward pass reads y instead of x, because the next layer has just read y. */
  static PointwiseOp relu() {
    return new PointwiseOp(
            "Relu",
            (x, y) -> Kernels.current().relu(x, y),
            RESULT,
            (x, y, gradient, out) -> Kernels.current().reluBackward(y, gradient, out))
        .inPlace();
  }

  /** min(x − sub, max) where x is positive, min(leak · x − sub, max) elsewhere. */
  static PointwiseOp generalRelu(double leak, double sub, double max) {
    checkArgument(
        Double.isFinite(leak) && Double.isFinite(sub) && !Double.isNaN(max),
        "leak and sub must be finite and max a number, not leak %s, sub %s and max %s",
        leak,
        sub,
        max);
    return new PointwiseOp(
            "GeneralRelu",
            (x, y) -> Kernels.current().generalRelu(x, leak, sub, max, y),
            INPUT,
            (x, y, gradient, out) ->
                Kernels.current().generalReluBackward(x, gradient, leak, sub, max, out))
        .inPlace();
  }

  /** 1 / (1 + exp(−x)). */
  static PointwiseOp sigmoid() {
    return new PointwiseOp(
        "Sigmoid",
        Activations::sigmoid,
        RESULT,
        (x, y, gradient, out) -> {
          y.rsubi(1, out);
          out.muli(y).muli(gradient);
        });
  }

  private static void sigmoid(INDArray x, INDArray out) {
    Nd4j.exec(new Sigmoid(x, out));
  }

  /** The hyperbolic tangent. */
  static PointwiseOp tanh() {
    return new PointwiseOp(
        "Tanh",
        (x, y) -> Kernels.current().tanh(x, y),
        RESULT,
        (x, y, gradient, out) -> {
          y.muli(y, out);
          out.rsubi(1).muli(gradient);
        });
  }

  /** x · sigmoid(x). Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016. */
  static PointwiseOp silu() {
    return new PointwiseOp(
        "Silu",
        (x, y) -> {
          sigmoid(x, y);
          y.muli(x);
        },
        BOTH,
        (x, y, gradient, out) -> {
          sigmoid(x, out);
          out.addi(out.rsub(1).muli(y)).muli(gradient);
        });
  }

  /**
   * x · Φ(x), where Φ is the cumulative distribution function of the standard normal distribution,
   * computed with the error function. (ND4J's own GELU is the approximation x · sigmoid(1.702 x).)
   * Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016.
   */
  static PointwiseOp gelu() {
    return new PointwiseOp(
        "Gelu",
        (x, y) -> {
          normalDistribution(x, y);
          y.muli(x);
        },
        INPUT,
        (x, y, gradient, out) -> {
          INDArray density = x.mul(x).muli(-0.5);
          Nd4j.exec(new Exp(density, density));
          normalDistribution(x, out);
          out.addi(density.muli(DENSITY_AT_ZERO).muli(x)).muli(gradient);
        });
  }

  private static void normalDistribution(INDArray x, INDArray out) {
    x.muli(Math.sqrt(0.5), out);
    Nd4j.exec(new Erf(out, out));
    out.addi(1).muli(0.5);
  }

  /**
   * x · (1 + tanh u) / 2 with u = √(2/π) · (x + 0.044715 x³): an approximation of {@link #gelu}.
   * Its derivative is (1 + tanh u) / 2 + x · (1 − tanh² u) · u' / 2. Source: the same paper.
   */
  static PointwiseOp geluTanh() {
    return new PointwiseOp(
        "GeluTanh",
        (x, y) -> {
          innerTanh(x, y);
          y.addi(1).muli(x).muli(0.5);
        },
        INPUT,
        (x, y, gradient, out) -> {
          innerTanh(x, out);
          INDArray slope = x.mul(x).muli(3 * TANH_CUBIC * TANH_SCALE).addi(TANH_SCALE);
          slope.muli(out.mul(out).rsubi(1)).muli(x);
          out.addi(1).addi(slope).muli(0.5).muli(gradient);
        });
  }

  /** tanh u. */
  private static void innerTanh(INDArray x, INDArray out) {
    x.muli(x, out);
    out.muli(TANH_CUBIC * TANH_SCALE).addi(TANH_SCALE).muli(x);
    Kernels.current().tanh(out, out);
  }
}
