package ai.miniai.kernels.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of ReLU of float32, given its result y: 0 where y is 0, else the gradient of y, also
 * if y is NaN. As 0 · ∞ is NaN, a plain loop corrects blocks whose result is not finite.
 */
final class OneDnnReluGradient {
  /** The result is still in the cache when it is read again. */
  private static final int MOST_IN_BLOCK = 1 << 16;

  private final OneDnnBlocks<Block> blocks;

  OneDnnReluGradient(long length) {
    blocks =
        OneDnnBlocks.atMost(
            length, MOST_IN_BLOCK, count -> new Block(count, new OneDnnSlope(0, count)));
  }

  /** {@code out} may be {@code gradient}. */
  void run(INDArray y, INDArray gradient, INDArray out) {
    blocks.run(
        (block, at) ->
            block.run(
                new OneDnn.Address(y, at),
                new OneDnn.Address(gradient, at),
                new OneDnn.Address(out, at)),
        y,
        gradient,
        out);
  }

  private record Block(long length, OneDnnSlope slope) {
    void run(FloatPointer y, FloatPointer gradient, FloatPointer out) {
      slope.run(y, gradient, out);
      if (!Double.isFinite(OneDnnSum.of(out, length))) {
        clear(buffer(y), buffer(out));
      }
    }

    private FloatBuffer buffer(FloatPointer start) {
      return new FloatPointer(start).capacity(length).asBuffer();
    }

    /** Replaces a NaN that is 0 · ∞ or 0 · NaN by 0. */
    private static void clear(FloatBuffer y, FloatBuffer out) {
      for (int i = 0; i < out.capacity(); i++) {
        if (y.get(i) <= 0 && Float.isNaN(out.get(i))) {
          out.put(i, 0);
        }
      }
    }
  }
}
