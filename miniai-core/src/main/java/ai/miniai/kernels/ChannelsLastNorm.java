package ai.miniai.kernels;

import ai.miniai.array.ColumnMoments;
import ai.miniai.array.Lanes;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link ImageNorm} of memory [items, places, channels]: all loops run over all channels. */
public class ChannelsLastNorm extends ImageNorm {
  /** The most blocks that are summed in float32. */
  private static final int RUN = 64;

  private final int length;
  private final float[] x;
  private final float[] g;
  private final float[] centres;
  private final float[] scales;
  private final float[] slopes;
  private final float[] constants;

  public ChannelsLastNorm(INDArray x, INDArray gradient, INDArray out, int channels, int places) {
    super(x, gradient, out, channels, places);
    length = channels * places;
    int block = Lanes.count(channels);
    this.x = new float[block];
    g = new float[block];
    centres = new float[block];
    scales = new float[block];
    slopes = new float[block];
    constants = new float[block];
  }

  @Override
  protected void moments(int item, double[] mean, double[] variance) {
    ColumnMoments all = moments(item, 0);
    for (int from = RUN * x.length; from < length; from += RUN * x.length) {
      all.merge(moments(item, from));
    }
    System.arraycopy(all.mean(), 0, mean, 0, channels);
    System.arraycopy(all.variance(), 0, variance, 0, channels);
  }

  private ColumnMoments moments(int item, int from) {
    ColumnMoments moments = new ColumnMoments(channels);
    for (int at = from; at < Math.min(from + RUN * x.length, length); at += x.length) {
      int count = Math.min(x.length, length - at);
      read(X, item * length + at, x, count);
      moments.add(new float[][] {x}, count);
    }
    moments.finish();
    return moments;
  }

  @Override
  protected void products(int item, float[] centre, double[] sum, double[] product) {
    Lanes.repeat(centre, centres);
    ColumnProducts all = products(item, 0);
    for (int from = RUN * x.length; from < length; from += RUN * x.length) {
      all.merge(products(item, from));
    }
    System.arraycopy(all.sum(), 0, sum, 0, channels);
    System.arraycopy(all.product(), 0, product, 0, channels);
  }

  private ColumnProducts products(int item, int from) {
    ColumnProducts products = new ColumnProducts(channels, centres);
    for (int at = from; at < Math.min(from + RUN * x.length, length); at += x.length) {
      int count = Math.min(x.length, length - at);
      read(GRADIENT, item * length + at, g, count);
      read(X, item * length + at, x, count);
      products.add(new float[][] {g, x}, count);
    }
    products.finish();
    return products;
  }

  @Override
  protected void normalise(int item, float[] centre, float[] scale, float[] shift) {
    Lanes.repeat(centre, centres);
    Lanes.repeat(scale, scales);
    Lanes.repeat(shift, constants);
    for (int at = 0; at < length; at += x.length) {
      int count = Math.min(x.length, length - at);
      read(X, item * length + at, x, count);
      normalise(x, centres, scales, constants, count);
      write(item * length + at, x, count);
    }
  }

  @Override
  protected void differentiate(
      int item, float[] centre, float[] scale, float[] slope, float[] constant) {
    Lanes.repeat(centre, centres);
    Lanes.repeat(scale, scales);
    Lanes.repeat(slope, slopes);
    Lanes.repeat(constant, constants);
    for (int at = 0; at < length; at += x.length) {
      int count = Math.min(x.length, length - at);
      read(GRADIENT, item * length + at, g, count);
      read(X, item * length + at, x, count);
      differentiate(g, x, centres, scales, slopes, constants, count);
      write(item * length + at, g, count);
    }
  }

  // These are static, so that the compiler vectorises them.

  private static void normalise(
      float[] x, float[] centre, float[] scale, float[] shift, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = (x[i] - centre[i]) * scale[i] + shift[i];
    }
  }

  private static void differentiate(
      float[] g,
      float[] x,
      float[] centre,
      float[] scale,
      float[] slope,
      float[] constant,
      int count) {
    for (int i = 0; i < count; i++) {
      g[i] = g[i] * scale[i] - ((x[i] - centre[i]) * slope[i] + constant[i]);
    }
  }
}
