package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;

/**
 * The gradients of a layer normalisation. Blocks: x, the gradient of the result, and the gradient
 * of x if that is wanted. With h = (x − mean) / deviation and p = gradient · weight, the latter is
 * (p − mean(p) − h · mean(p · h)) / deviation.
 */
final class LayerNormGradients implements FloatBlocks.Gatherer<LayerNormGradients> {
  private final int item;
  private final int length;
  private final float[] weight;
  private final double[] mean;
  private final double[] variance;
  private final Kernels.Wanted wanted;
  private final double eps;
  private final RowProducts sums = new RowProducts();
  private final float[] normal;
  private final float[] scaled;
  private final float[] weightSums;
  private final float[] biasSums;
  private double[] forWeight = {};
  private double[] forBias = {};
  private int row;

  LayerNormGradients(
      int item,
      int length,
      double eps,
      float[] weight,
      double[] mean,
      double[] variance,
      Kernels.Wanted wanted) {
    this.item = item;
    this.length = length;
    this.weight = weight;
    this.mean = mean;
    this.variance = variance;
    this.wanted = wanted;
    this.eps = eps;
    normal = new float[weight.length];
    scaled = new float[weight.length];
    weightSums = new float[weight.length];
    biasSums = new float[weight.length];
  }

  @Override
  public void start(int first) {
    row = first / length;
  }

  @Override
  public void add(float[][] blocks, int count) {
    for (int from = 0; from < count; from += length, row++) {
      int to = from + length;
      double inverse = 1 / Math.sqrt(variance[row] + eps);
      float centre = (float) mean[row];
      float shift = (float) ((centre - mean[row]) * inverse); // makes up for the rounding
      normalise(blocks[0], centre, (float) inverse, shift, normal, from, to);
      if (wanted.input()) {
        multiply(blocks[1], weight, scaled, from, to);
        sums.of(scaled, normal, from, to);
        float constant = (float) (sums.sum() / length * inverse);
        float slope = (float) (sums.product() / length * inverse);
        differentiate(scaled, (float) inverse, normal, slope, constant, blocks[2], from, to);
      }
    }
    if (wanted.weight() || wanted.bias()) {
      sum(blocks[1], normal, biasSums, weightSums, count);
    }
  }

  // The loops are static, so that the compiler vectorises them.

  private static void normalise(
      float[] x, float centre, float scale, float shift, float[] h, int from, int to) {
    for (int i = from; i < to; i++) {
      h[i] = (x[i] - centre) * scale + shift;
    }
  }

  private static void multiply(float[] g, float[] weight, float[] p, int from, int to) {
    for (int i = from; i < to; i++) {
      p[i] = g[i] * weight[i];
    }
  }

  private static void differentiate(
      float[] p,
      float scale,
      float[] h,
      float slope,
      float constant,
      float[] out,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      out[i] = p[i] * scale - (h[i] * slope + constant);
    }
  }

  private static void sum(float[] g, float[] h, float[] sums, float[] products, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += g[i];
      products[i] += g[i] * h[i];
    }
  }

  @Override
  public void finish() {
    forWeight = Lanes.sums(weightSums, item);
    forBias = Lanes.sums(biasSums, item);
  }

  @Override
  public void merge(LayerNormGradients later) {
    for (int i = 0; i < item; i++) {
      forWeight[i] += later.forWeight[i];
      forBias[i] += later.forBias[i];
    }
  }

  /** [groups · channels]. */
  double[] forWeight() {
    return forWeight;
  }

  /** [groups · channels]. */
  double[] forBias() {
    return forBias;
  }
}
