package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;

/** For each column of g and x: the sum of g, and the sum of g · (x − centre). */
final class ColumnProducts implements FloatBlocks.Gatherer<ColumnProducts> {
  private final float[] centre;
  private final float[] sums;
  private final float[] products;
  private double[] sum = {};
  private double[] product = {};
  private final int columns;

  /** {@code centre} must have been repeated by {@link Lanes#repeat}. */
  ColumnProducts(int columns, float[] centre) {
    this.columns = columns;
    this.centre = centre;
    sums = new float[centre.length];
    products = new float[centre.length];
  }

  @Override
  public void add(float[][] blocks, int length) {
    add(blocks[0], blocks[1], centre, length, sums, products);
  }

  /** Static, so that the compiler vectorises it. */
  private static void add(
      float[] g, float[] x, float[] centre, int length, float[] sums, float[] products) {
    for (int i = 0; i < length; i++) {
      sums[i] += g[i];
      products[i] += g[i] * (x[i] - centre[i]);
    }
  }

  @Override
  public void finish() {
    sum = Lanes.sums(sums, columns);
    product = Lanes.sums(products, columns);
  }

  @Override
  public void merge(ColumnProducts later) {
    for (int c = 0; c < columns; c++) {
      sum[c] += later.sum[c];
      product[c] += later.product[c];
    }
  }

  double[] sum() {
    return sum;
  }

  double[] product() {
    return product;
  }
}
