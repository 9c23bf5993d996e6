package ai.miniai.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link ImageNorm} of row-major memory [items, channels, places]: one channel after another. */
final class RowMajorNorm extends ImageNorm {
  private static final int BLOCK = 1 << 10;

  private final RunMoments moments = new RunMoments();
  private final RowProducts sums = new RowProducts();
  private final float[] x;
  private final float[] g;

  RowMajorNorm(INDArray x, INDArray gradient, INDArray out, int channels, int places) {
    super(x, gradient, out, channels, places);
    this.x = new float[Math.min(BLOCK, places)];
    g = new float[this.x.length];
  }

  @Override
  protected void moments(int item, double[] mean, double[] variance) {
    for (int c = 0; c < channels; c++) {
      moments.clear();
      for (int from = 0; from < places; from += x.length) {
        moments.addAll(x, 0, read(X, item, c, from, x));
      }
      mean[c] = moments.mean();
      variance[c] = moments.variance();
    }
  }

  @Override
  protected void products(int item, float[] centre, double[] sum, double[] product) {
    for (int c = 0; c < channels; c++) {
      sum[c] = 0;
      product[c] = 0;
      for (int from = 0; from < places; from += x.length) {
        int count = read(GRADIENT, item, c, from, g);
        read(X, item, c, from, x);
        subtract(x, centre[c], count);
        sums.of(g, x, 0, count);
        sum[c] += sums.sum();
        product[c] += sums.product();
      }
    }
  }

  @Override
  protected void normalise(int item, float[] centre, float[] scale, float[] shift) {
    for (int c = 0; c < channels; c++) {
      for (int from = 0; from < places; from += x.length) {
        int count = read(X, item, c, from, x);
        normalise(x, centre[c], scale[c], shift[c], count);
        write(at(item, c, from), x, count);
      }
    }
  }

  @Override
  protected void differentiate(
      int item, float[] centre, float[] scale, float[] slope, float[] constant) {
    for (int c = 0; c < channels; c++) {
      for (int from = 0; from < places; from += x.length) {
        int count = read(GRADIENT, item, c, from, g);
        read(X, item, c, from, x);
        differentiate(g, x, centre[c], scale[c], slope[c], constant[c], count);
        write(at(item, c, from), g, count);
      }
    }
  }

  /** Reads up to a block of a channel, and returns the number of values. */
  private int read(int array, int item, int channel, int from, float[] block) {
    int count = Math.min(block.length, places - from);
    read(array, at(item, channel, from), block, count);
    return count;
  }

  private int at(int item, int channel, int place) {
    return (item * channels + channel) * places + place;
  }

  // These are static, so that the compiler vectorises them.

  private static void subtract(float[] x, float centre, int count) {
    for (int i = 0; i < count; i++) {
      x[i] -= centre;
    }
  }

  private static void normalise(float[] x, float centre, float scale, float shift, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = (x[i] - centre) * scale + shift;
    }
  }

  private static void differentiate(
      float[] g, float[] x, float centre, float scale, float slope, float constant, int count) {
    for (int i = 0; i < count; i++) {
      g[i] = g[i] * scale - ((x[i] - centre) * slope + constant);
    }
  }
}
