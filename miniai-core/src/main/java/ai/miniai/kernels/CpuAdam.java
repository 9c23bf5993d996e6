package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Kernels#adam} of float32 in plain Java: three loops instead of a dozen operations. */
final class CpuAdam {
  private CpuAdam() {}

  static void step(
      INDArray weight, INDArray gradient, INDArray mean, INDArray square, AdamStep step) {
    float beta1 = (float) step.beta1();
    float beta2 = (float) step.beta2();
    float rest1 = (float) (1 - step.beta1());
    float rest2 = (float) (1 - step.beta2());
    float rate = (float) step.rate();
    float root = (float) step.root();
    float eps = (float) step.eps();
    FloatBlocks.of(gradient, mean, mean).write((b, n) -> mix(b[0], rest1, b[1], beta1, b[2], n));
    FloatBlocks.of(gradient, square, square)
        .write((b, n) -> mixSquares(b[0], rest2, b[1], beta2, b[2], n));
    FloatBlocks.of(mean, square, weight, weight)
        .write((b, n) -> move(b[0], b[1], b[2], rate, root, eps, b[3], n));
  }

  private static void mix(
      float[] g, float rest, float[] mean, float beta, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = beta * mean[i] + rest * g[i];
    }
  }

  private static void mixSquares(
      float[] g, float rest, float[] square, float beta, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = beta * square[i] + rest * (g[i] * g[i]);
    }
  }

  private static void move(
      float[] mean,
      float[] square,
      float[] weight,
      float rate,
      float root,
      float eps,
      float[] out,
      int length) {
    for (int i = 0; i < length; i++) {
      out[i] = weight[i] - rate * mean[i] / ((float) Math.sqrt(square[i]) / root + eps);
    }
  }
}
