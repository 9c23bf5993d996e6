package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import org.nd4j.linalg.api.ndarray.INDArray;

/** min(x − sub, max) where x is positive, min(leak · x − sub, max) elsewhere. */
final class GeneralRelu extends Elementwise {
  private final double leak;
  private final double sub;
  private final double max;

  GeneralRelu(double leak, double sub, double max) {
    checkArgument(
        Double.isFinite(leak) && Double.isFinite(sub) && !Double.isNaN(max),
        "leak and sub must be finite and max a number, not leak %s, sub %s and max %s",
        leak,
        sub,
        max);
    this.leak = leak;
    this.sub = sub;
    this.max = max;
  }

  @Override
  void compute(INDArray x, INDArray y) {
    Kernels.current().generalRelu(x, leak, sub, max, y);
  }

  @Override
  boolean differentiatesInPlace() {
    return true;
  }

  @Override
  void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    Kernels.current().generalReluBackward(x, gradient, leak, sub, max, out);
  }
}
