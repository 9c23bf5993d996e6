package ai.miniai.tensor;

import static ai.miniai.tensor.PointwiseOp.Reads.BOTH;
import static ai.miniai.tensor.PointwiseOp.Reads.INPUT;
import static ai.miniai.tensor.PointwiseOp.Reads.NOTHING;
import static ai.miniai.tensor.PointwiseOp.Reads.RESULT;
import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Mask;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.ElementFunction;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/** Element-wise functions: affine, absolute value, clamp, exp, log, sine, softplus and powers. */
final class Elementary {
  private Elementary() {}

  /** scale · x + shift. */
  static PointwiseOp affine(double scale, double shift) {
    return new PointwiseOp(
            "Affine",
            (x, y) -> {
              // Not x.mul(scale): it silently replaces a scale of NaN by 1e-5.
              Nd4j.exec(new ScalarMultiplication(x, null, y, scale));
              if (shift != 0) {
                Nd4j.exec(new ScalarAdd(y, null, y, shift));
              }
            },
            NOTHING,
            (x, y, gradient, out) ->
                Nd4j.exec(new ScalarMultiplication(gradient, null, out, scale)))
        .with(Map.of("scale", scale, "shift", shift));
  }

  /** |x|. */
  static PointwiseOp absolute() {
    return new PointwiseOp(
        "Absolute",
        (x, y) -> Nd4j.exec(new Abs(x, y)),
        INPUT,
        (x, y, gradient, out) -> {
          Nd4j.exec(new Sign(x, out));
          out.muli(gradient);
        });
  }

  /** Limits x to [min, max]. */
  static PointwiseOp clamp(double min, double max) {
    checkArgument(min <= max, "expected min <= max, not min %s and max %s", min, max);
    return new PointwiseOp(
            "Clamp",
            (x, y) -> {
              if (min == max) { // ND4J refuses min == max; y − y is 0, or NaN where x is NaN
                clip(x, min - 1, min + 1, y);
                y.subi(y.dup()).addi(min);
              } else {
                clip(x, min, max, y);
              }
            },
            BOTH,
            (x, y, gradient, out) -> Mask.keep(x.eq(y).castTo(x.dataType()), gradient, out))
        .with(Map.of("min", min, "max", max));
  }

  private static void clip(INDArray x, double from, double to, INDArray y) {
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(x)
            .addOutputs(y)
            .addFloatingPointArguments(from, to)
            .build());
  }

  /** The exponential function. */
  static PointwiseOp exponential() {
    return new PointwiseOp(
        "Exponential",
        (x, y) -> Nd4j.exec(new Exp(x, y)),
        RESULT,
        (x, y, gradient, out) -> gradient.muli(y, out));
  }

  /** The natural logarithm. */
  static PointwiseOp logarithm() {
    return new PointwiseOp(
        "Logarithm",
        (x, y) -> Nd4j.exec(new Log(x, y)),
        INPUT,
        (x, y, gradient, out) -> gradient.divi(x, out));
  }

  /** √x, with a gradient of 0 where x is 0, as for a standard deviation of equal values. */
  static PointwiseOp rootOfVariance() {
    return new PointwiseOp(
        "RootOfVariance",
        (x, y) -> Nd4j.exec(new Sqrt(x, y)),
        RESULT,
        (x, y, gradient, out) -> {
          gradient.divi(y, out);
          Nd4j.exec(new ScalarMultiplication(out, null, out, 0.5));
          Mask.keep(y.neq(0).castTo(y.dataType()), out, out);
        });
  }

  /** A function without settings. */
  static PointwiseOp of(String name, ElementFunction function) {
    boolean fromResult = function.fromResult();
    return new PointwiseOp(
            name,
            (x, y) -> Kernels.current().apply(function, x, y),
            fromResult ? RESULT : INPUT,
            (x, y, gradient, out) ->
                Kernels.current().applyBackward(function, fromResult ? y : x, gradient, out))
        .inPlace();
  }

  /** x to the power of a constant. */
  static PointwiseOp power(double exponent) {
    return new PointwiseOp(
            "Power",
            (x, y) -> raise(x, exponent, y),
            INPUT,
            (x, y, gradient, out) -> {
              if (exponent == 0) {
                out.assign(0); // even where 0 · x⁻¹ is NaN
                return;
              }
              raise(x, exponent - 1, out);
              Nd4j.exec(new ScalarMultiplication(out, null, out, exponent));
              out.muli(gradient);
            })
        .with(Map.of("exponent", exponent));
  }

  /** Uses faster operations for the common exponents. */
  private static void raise(INDArray x, double exponent, INDArray out) {
    if (exponent == 1) {
      out.assign(x);
    } else if (exponent == 2) {
      x.muli(x, out);
    } else if (exponent == 0.5) {
      Nd4j.exec(new Sqrt(x, out));
    } else {
      Nd4j.exec(new Pow(x, out, exponent));
    }
  }
}
