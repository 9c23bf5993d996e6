package ai.miniai.kernels.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of the leaky ReLU of float32. */
final class OneDnnLeakyReluGradient {
  /** Long enough that the call of a primitive costs little. */
  private static final int MOST_IN_BLOCK = 1 << 18;

  private final OneDnnBlocks<OneDnnSlope> blocks;

  /** All parameters for which primitives are created. */
  record Shape(float leak, long length) {}

  OneDnnLeakyReluGradient(Shape shape) {
    blocks =
        OneDnnBlocks.atMost(
            shape.length, MOST_IN_BLOCK, length -> new OneDnnSlope(shape.leak, length));
  }

  /** {@code out} may be {@code gradient}. */
  void run(INDArray x, INDArray gradient, INDArray out) {
    blocks.run(
        (slope, at) ->
            slope.run(
                new OneDnn.Address(x, at),
                new OneDnn.Address(gradient, at),
                new OneDnn.Address(out, at)),
        x,
        gradient,
        out);
  }
}
