package ai.miniai.kernels.onednn;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Team;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of weight and bias of a convolution whose batch is divided into parts. Each part
 * writes its share (a partial sum). The shares are added in the order of the parts, whichever part
 * finishes first.
 */
final class GradientShares {
  /** Computes the share of one part, and writes it to the given memory. */
  @FunctionalInterface
  interface Part {
    void run(int number, Pointer forWeight, Pointer forBias);
  }

  /**
   * The maximum number of weight gradient values of all parts together: what one Java buffer can
   * hold.
   */
  static final long MOST_NUMBERS = 1L << 28;

  private static final int LINE = 16;
  private static final int BLOCK = 1 << 12;

  private final int parts;
  private final int weights;
  private final int filters;
  private final int length;
  private final OneDnnWeights.Unpacking unpacking;

  /**
   * {@code order} is the memory layout in which parts write the gradient of the weights; {@code
   * shape} is the shape of the weights.
   */
  GradientShares(memory.desc order, int parts, int filters, long... shape) {
    this.parts = parts;
    this.weights = wholeLines(order.get_size() / Float.BYTES);
    this.filters = filters;
    this.length = weights + wholeLines(filters);
    this.unpacking = new OneDnnWeights.Unpacking(order, shape);
  }

  private static int wholeLines(long floats) {
    return Math.toIntExact((floats + LINE - 1) / LINE * LINE);
  }

  /**
   * Runs all parts, and writes the sums of their shares.
   *
   * @param held the arrays whose memory the parts use
   */
  void sum(Part part, INDArray outW, @Nullable INDArray outB, INDArray... held) {
    try (Scratchpad scratchpad = Scratchpad.borrow((long) parts * length * Float.BYTES)) {
      OneDnn.share(
          parts,
          i ->
              part.run(
                  i,
                  scratchpad.floatsFrom((long) i * length),
                  scratchpad.floatsFrom((long) i * length + weights)),
          held);
      FloatBuffer shares = scratchpad.floats();
      if (parts > 1) {
        Team.run((length - 1) / BLOCK + 1, block -> add(shares, block * BLOCK));
      }
      unpacking.run(scratchpad.memory(), outW);
      if (outB != null) {
        float[] bias = new float[filters];
        shares.get(weights, bias);
        HostMemory.write(bias, outB);
      }
    }
  }

  /** Adds one block of the other shares to the same block of the first share. */
  private void add(FloatBuffer shares, int from) {
    int count = Math.min(BLOCK, length - from);
    float[] sum = new float[count];
    float[] share = new float[count];
    shares.get(from, sum);
    for (int part = 1; part < parts; part++) {
      shares.get(part * length + from, share);
      for (int i = 0; i < count; i++) {
        sum[i] += share[i];
      }
    }
    shares.put(from, sum);
  }
}
