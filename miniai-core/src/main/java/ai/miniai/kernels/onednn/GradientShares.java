package ai.miniai.kernels.onednn;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Team;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of weight and bias of a convolution whose images are cut into parts: each part
 * writes its share, and the shares are added in the order of the parts, whichever was ready first.
 */
final class GradientShares {
  /** Writes the share of one part. */
  @FunctionalInterface
  interface Part {
    void run(int number, Pointer forWeight, Pointer forBias);
  }

  /** How many numbers of weights all parts together may have: what a buffer of Java's can hold. */
  static final long MOST_NUMBERS = 1L << 28;

  private static final int LINE = 16;
  private static final int BLOCK = 1 << 12;

  private final int parts;
  private final int weights;
  private final int filters;
  private final int length;
  private final OneDnnWeights.Unpacking unpacking;

  /** {@code order}: how parts leave the gradient of the weights, which have this shape. */
  GradientShares(memory.desc order, int parts, long... shape) {
    this.parts = parts;
    this.weights = wholeLines(order.get_size() / Float.BYTES);
    this.filters = Math.toIntExact(shape[0]);
    this.length = weights + wholeLines(filters);
    this.unpacking = new OneDnnWeights.Unpacking(order, shape);
  }

  private static int wholeLines(long floats) {
    return Math.toIntExact((floats + LINE - 1) / LINE * LINE);
  }

  /**
   * Has each part write its share, and writes the sums.
   *
   * @param held what lies where the parts compute
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

  /** Adds a block of the other shares to that of the first. */
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
