package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import java.util.Arrays;

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
  private final RowFactors factors;
  private final float[] normal;
  private final float[] scaled;
  private final float[] products;
  private final float[] constant;
  private final float[] slope;
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
    factors = new RowFactors(length, eps, weight.length);
    normal = new float[weight.length];
    scaled = new float[weight.length];
    products = new float[weight.length];
    constant = new float[weight.length];
    slope = new float[weight.length];
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
      factors.set(from, mean[row], variance[row]);
    }
    float[] gradient = blocks[1];
    factors.normalise(blocks[0], normal, count);
    if (wanted.weight() || wanted.bias()) {
      sum(gradient, normal, biasSums, weightSums, count);
    }
    if (wanted.input()) {
      multiply(gradient, weight, normal, scaled, products, count);
      for (int from = 0; from < count; from += length) {
        double inverse = factors.scale()[from];
        float k = (float) (RunMoments.sum(scaled, from, from + length) * inverse / length);
        float s = (float) (RunMoments.sum(products, from, from + length) * inverse / length);
        Arrays.fill(constant, from, from + length, k);
        Arrays.fill(slope, from, from + length, s);
      }
      differentiate(scaled, factors.scale(), normal, slope, constant, blocks[2], count);
    }
  }

  // The loops are static, so that the compiler vectorises them.

  private static void sum(float[] g, float[] h, float[] sums, float[] products, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += g[i];
      products[i] += g[i] * h[i];
    }
  }

  private static void multiply(
      float[] g, float[] weight, float[] h, float[] scaled, float[] products, int count) {
    for (int i = 0; i < count; i++) {
      float p = g[i] * weight[i];
      scaled[i] = p;
      products[i] = p * h[i];
    }
  }

  private static void differentiate(
      float[] p, float[] scale, float[] h, float[] slope, float[] constant, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = p[i] * scale[i] - (h[i] * slope[i] + constant[i]);
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
