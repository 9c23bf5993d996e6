package ai.miniai.tensor;

import static ai.miniai.tensor.PointwiseOp.Reads.BOTH;
import static ai.miniai.tensor.PointwiseOp.Reads.INPUT;
import static ai.miniai.tensor.PointwiseOp.Reads.NOTHING;
import static ai.miniai.tensor.PointwiseOp.Reads.RESULT;
import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Mask;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.Arithmetic;
import ai.miniai.kernels.elementwise.ElementFunction;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Pow;
import org.nd4j.linalg.factory.Nd4j;

/** Element-wise functions: affine, absolute value, clamp, exp, log, sine, softplus and powers. */
final class Elementary {
  private Elementary() {}

  /** scale · x + shift. */
  static PointwiseOp affine(double scale, double shift) {
    return new PointwiseOp(
            "Affine",
            (x, y) -> Kernels.current().affine(x, scale, shift, y),
            NOTHING,
            (x, y, gradient, out) -> Kernels.current().affine(gradient, scale, 0, out))
        .with(Map.of("scale", scale, "shift", shift));
  }

  /** |x|. */
  static PointwiseOp absolute() {
    return of("Absolute", ElementFunction.ABSOLUTE);
  }

  /** Limits x to [min, max]. */
  static PointwiseOp clamp(double min, double max) {
    checkArgument(min <= max, "expected min <= max, not min %s and max %s", min, max);
    return new PointwiseOp(
            "Clamp",
            (x, y) -> Kernels.current().clamp(x, min, max, y),
            BOTH,
            (x, y, gradient, out) -> Kernels.current().clampBackward(x, y, gradient, out))
        .with(Map.of("min", min, "max", max));
  }

  /** √x, with a gradient of 0 where x is 0, as for a standard deviation of equal values. */
  static PointwiseOp rootOfVariance() {
    return new PointwiseOp(
        "RootOfVariance",
        (x, y) -> Kernels.current().apply(ElementFunction.SQRT, x, y),
        RESULT,
        (x, y, gradient, out) -> {
          Kernels.current().applyBackward(ElementFunction.SQRT, y, gradient, out);
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
    if (exponent == 0.5) {
      return of("Power", ElementFunction.SQRT).with(Map.of("exponent", exponent));
    }
    if (exponent == -1) {
      return of("Power", ElementFunction.RECIPROCAL).with(Map.of("exponent", exponent));
    }
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
              Kernels.current().affine(out, exponent, 0, out);
              Kernels.current().arithmetic(Arithmetic.MULTIPLY, out, gradient, out);
            })
        .with(Map.of("exponent", exponent));
  }

  /** Uses faster operations for the common exponents. */
  private static void raise(INDArray x, double exponent, INDArray out) {
    if (exponent == 1) {
      Kernels.current().copy(x, out);
    } else if (exponent == 2) {
      Kernels.current().arithmetic(Arithmetic.MULTIPLY, x, x, out);
    } else if (exponent == 0.5) {
      Kernels.current().apply(ElementFunction.SQRT, x, out);
    } else if (exponent == 3) {
      Kernels.current().arithmetic(Arithmetic.MULTIPLY, x, x, out);
      Kernels.current().arithmetic(Arithmetic.MULTIPLY, out, x, out);
    } else {
      Nd4j.exec(new Pow(x, out, exponent));
    }
  }
}
