package ai.miniai.kernels;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loops of a group normalisation over one float32 image of a batch: x, the gradient g of the
 * result, and the output. There is a subclass for each layout of the memory. Factors and sums are
 * [channels].
 */
public abstract class ImageNorm {
  static final int X = 0;
  static final int GRADIENT = 1;
  private static final int OUT = 2;

  final int channels;
  final int places;
  private final INDArray[] arrays;
  private final FloatBuffer[] memory;

  ImageNorm(INDArray x, INDArray gradient, INDArray out, int channels, int places) {
    this.channels = channels;
    this.places = places;
    arrays = new INDArray[] {x, gradient, out};
    memory = new FloatBuffer[arrays.length];
    Arrays.setAll(memory, i -> arrays[i].data().asNioFloat());
  }

  /** The mean and the population variance of each channel of x. */
  protected abstract void moments(int item, double[] mean, double[] variance);

  /**
   * For each channel, the sum of g, and the sum of g · (x − centre). May write to the output if it
   * is another array than x.
   */
  protected abstract void products(int item, float[] centre, double[] sum, double[] product);

  /** Writes (x − centre) · scale + shift. */
  protected abstract void normalise(int item, float[] centre, float[] scale, float[] shift);

  /** Writes g · scale − ((x − centre) · slope + constant). */
  protected abstract void differentiate(
      int item, float[] centre, float[] scale, float[] slope, float[] constant);

  /** Copies {@code count} values from X or GRADIENT, the first of which is {@code at}. */
  final void read(int array, int at, float[] block, int count) {
    try {
      memory[array].get((int) arrays[array].offset() + at, block, 0, count);
    } finally {
      Reference.reachabilityFence(arrays); // a buffer does not keep its memory alive
    }
  }

  final void write(int at, float[] block, int count) {
    try {
      memory[OUT].put((int) arrays[OUT].offset() + at, block, 0, count);
    } finally {
      Reference.reachabilityFence(arrays);
    }
  }
}
