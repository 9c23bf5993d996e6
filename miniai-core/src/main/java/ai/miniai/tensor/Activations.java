package ai.miniai.tensor;

import static ai.miniai.tensor.PointwiseOp.Reads.INPUT;
import static ai.miniai.tensor.PointwiseOp.Reads.RESULT;
import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.ElementFunction;
import java.util.Map;

/** ElementFunction functions. */
final class Activations {
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
        .inPlace()
        .with(Map.of("leak", leak, "sub", sub, "max", max));
  }

  /** x where it is positive, alpha · (exp(x) − 1) elsewhere. */
  static PointwiseOp elu(double alpha) {
    checkArgument(Double.isFinite(alpha), "alpha must be finite, not %s", alpha);
    return new PointwiseOp(
            "Elu",
            (x, y) -> Kernels.current().elu(x, alpha, y),
            INPUT,
            (x, y, gradient, out) -> Kernels.current().eluBackward(x, gradient, alpha, out))
        .inPlace()
        .with(Map.of("alpha", alpha));
  }

  static PointwiseOp sigmoid() {
    return Elementary.of("Sigmoid", ElementFunction.SIGMOID);
  }

  static PointwiseOp tanh() {
    return Elementary.of("Tanh", ElementFunction.TANH);
  }

  static PointwiseOp silu() {
    return Elementary.of("Silu", ElementFunction.SILU);
  }

  static PointwiseOp gelu() {
    return Elementary.of("Gelu", ElementFunction.GELU);
  }

  static PointwiseOp geluTanh() {
    return Elementary.of("GeluTanh", ElementFunction.GELU_TANH);
  }
}
