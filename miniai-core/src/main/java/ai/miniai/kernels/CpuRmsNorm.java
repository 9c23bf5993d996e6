package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Lanes;
import ai.miniai.array.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Root-mean-square normalisation of float32 rows [rows, columns] in plain Java. Whole rows are
 * copied to the heap, summed and scaled there.
 */
final class CpuRmsNorm {
  /** The most values in a row, because several arrays of rows are on the heap per thread. */
  private static final int MOST = 1 << 18;

  private CpuRmsNorm() {}

  /** Whether these rows can be read, and are not too long. */
  static boolean fits(INDArray... rows) {
    return FloatBlocks.canRead(rows) && rows[0].size(1) <= MOST;
  }

  static INDArray forward(INDArray x, @Nullable INDArray weight, double eps) {
    float[] w = repeated(weight, x);
    INDArray y = Layout.emptyLike(x);
    FloatBlocks.ofRows(x, y).transform(() -> new Normaliser((int) x.size(1), eps, w));
    return y;
  }

  static Kernels.NormGradients backward(
      INDArray x, INDArray gradient, @Nullable INDArray weight, double eps, Kernels.Wanted wanted) {
    float[] w = repeated(weight, x);
    INDArray forInput = Layout.emptyLike(x);
    Gradients gradients =
        FloatBlocks.ofRows(x, gradient, forInput)
            .transform(() -> new Gradients((int) x.size(1), eps, w));
    return new Kernels.NormGradients(
        wanted.input() ? forInput : null,
        wanted.weight() ? CpuLayerNorm.floats(gradients.sums) : null,
        null);
  }

  private static float[] repeated(@Nullable INDArray weight, INDArray x) {
    double[] ones = new double[(int) x.size(1)];
    Arrays.fill(ones, 1);
    return Lanes.repeat(weight == null ? ones : HostMemory.read(weight));
  }

  /** 1 / √(mean square + eps). */
  private static double inverse(double sumOfSquares, int length, double eps) {
    return 1 / Math.sqrt(sumOfSquares / length + eps);
  }

  private static final class Normaliser implements FloatBlocks.Gatherer<Normaliser> {
    private final RowProducts products = new RowProducts();
    private final int length;
    private final double eps;
    private final float[] weight;

    Normaliser(int length, double eps, float[] weight) {
      this.length = length;
      this.eps = eps;
      this.weight = weight;
    }

    @Override
    public void add(float[][] blocks, int count) {
      for (int from = 0; from < count; from += length) {
        products.of(blocks[0], blocks[0], from, from + length);
        float scale = (float) inverse(products.product(), length, eps);
        scale(blocks[0], scale, weight, blocks[1], from, from + length);
      }
    }

    /** Static, so that the compiler vectorises it. */
    private static void scale(float[] x, float scale, float[] weight, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] * scale * weight[i];
      }
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Normaliser later) {}
  }

  /**
   * The gradients. With s = 1 / √(mean square + eps) and p = gradient · weight, that of x is p · s
   * − x · s³ · mean(p · x), and that of the weight is the sum of gradient · x · s over the rows.
   */
  private static final class Gradients implements FloatBlocks.Gatherer<Gradients> {
    private final RowProducts products = new RowProducts();
    private final int length;
    private final double eps;
    private final float[] weight;
    private final float[] scaled;
    private final float[] lanes;
    private double[] sums = {};

    Gradients(int length, double eps, float[] weight) {
      this.length = length;
      this.eps = eps;
      this.weight = weight;
      scaled = new float[weight.length];
      lanes = new float[weight.length];
    }

    @Override
    public void add(float[][] blocks, int count) {
      multiply(blocks[1], weight, scaled, count);
      for (int from = 0; from < count; from += length) {
        int to = from + length;
        products.of(blocks[0], blocks[0], from, to);
        double inverse = inverse(products.product(), length, eps);
        products.of(scaled, blocks[0], from, to);
        float slope = (float) (products.product() / length * inverse * inverse * inverse);
        differentiate(scaled, (float) inverse, blocks[0], slope, blocks[2], from, to);
        sum(blocks[1], blocks[0], (float) inverse, lanes, from, to);
      }
    }

    // The loops are static, so that the compiler vectorises them.

    private static void multiply(float[] g, float[] weight, float[] p, int count) {
      for (int i = 0; i < count; i++) {
        p[i] = g[i] * weight[i];
      }
    }

    private static void differentiate(
        float[] p, float scale, float[] x, float slope, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = p[i] * scale - x[i] * slope;
      }
    }

    private static void sum(float[] g, float[] x, float scale, float[] sums, int from, int to) {
      for (int i = from; i < to; i++) {
        sums[i] += g[i] * x[i] * scale;
      }
    }

    @Override
    public void finish() {
      sums = Lanes.sums(lanes, length);
    }

    @Override
    public void merge(Gradients later) {
      for (int i = 0; i < length; i++) {
        sums[i] += later.sums[i];
      }
    }
  }
}
