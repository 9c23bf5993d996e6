package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Lanes;
import ai.miniai.array.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Group normalisation of float32 rows [items, groups, channels] in plain Java, with a weight and a
 * bias for each value of an item. Whole items are copied to the heap, summed and normalised there.
 */
final class CpuLayerNorm {
  /** The most values in an item, because about ten arrays of items are on the heap per thread. */
  private static final int MOST = 1 << 18;

  private CpuLayerNorm() {}

  static Kernels.GroupNormalized forward(
      INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps) {
    int item = item(x);
    int length = (int) x.size(2);
    float[] w = repeated(weight, 1, item);
    float[] b = repeated(bias, 0, item);
    int rows = (int) (x.length() / length);
    double[] mean = new double[rows];
    double[] variance = new double[rows];
    INDArray y = Layout.emptyLike(x);
    FloatBlocks.ofRows(items(x), items(y))
        .transform(() -> new Normaliser(length, eps, w, b, mean, variance));
    return new Kernels.GroupNormalized(y, new Moments(vector(mean), vector(variance)));
  }

  static Kernels.NormGradients backward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Kernels.Wanted wanted) {
    int item = item(x);
    int length = (int) x.size(2);
    float[] w = repeated(weight, 1, item);
    double[] mean = HostMemory.read(moments.mean());
    double[] variance = HostMemory.read(moments.variance());
    INDArray forInput = wanted.input() ? Layout.emptyLike(x) : null;
    LayerNormGradients all =
        forInput == null
            ? FloatBlocks.ofRows(items(x), items(gradient))
                .reduce(() -> new LayerNormGradients(item, length, eps, w, mean, variance, wanted))
            : FloatBlocks.ofRows(items(x), items(gradient), items(forInput))
                .transform(
                    () -> new LayerNormGradients(item, length, eps, w, mean, variance, wanted));
    return new Kernels.NormGradients(
        forInput,
        wanted.weight() ? floats(all.forWeight()) : null,
        wanted.bias() ? floats(all.forBias()) : null);
  }

  /** Whether the items of {@code x}, with one place each, have too many values. */
  static boolean isTooLong(INDArray x) {
    return x.size(3) == 1 && x.size(1) * x.size(2) > MOST;
  }

  private static int item(INDArray x) {
    return Math.toIntExact(x.size(1) * x.size(2));
  }

  private static INDArray items(INDArray x) {
    return x.reshape('c', x.size(0), item(x));
  }

  private static float[] repeated(@Nullable INDArray perValue, double otherwise, int item) {
    double[] values = new double[item];
    Arrays.fill(values, otherwise);
    return Lanes.repeat(perValue == null ? values : HostMemory.read(perValue));
  }

  static INDArray vector(double... values) {
    INDArray vector = Layout.empty(DataType.DOUBLE, values.length);
    HostMemory.write(values, vector);
    return vector;
  }

  static INDArray floats(double... values) {
    INDArray vector = Layout.empty(DataType.FLOAT, values.length);
    HostMemory.write(values, vector);
    return vector;
  }

  /** Normalises whole rows, and writes down their moments. */
  private static final class Normaliser implements FloatBlocks.Gatherer<Normaliser> {
    private final RunMoments moments = new RunMoments();
    private final double eps;
    private final int length;
    private final float[] weight;
    private final float[] bias;
    private final double[] mean;
    private final double[] variance;
    private int row;

    Normaliser(
        int length, double eps, float[] weight, float[] bias, double[] mean, double[] variance) {
      this.eps = eps;
      this.length = length;
      this.weight = weight;
      this.bias = bias;
      this.mean = mean;
      this.variance = variance;
    }

    @Override
    public void start(int first) {
      row = first / length;
    }

    @Override
    public void add(float[][] blocks, int count) {
      for (int from = 0; from < count; from += length, row++) {
        int to = from + length;
        moments.clear();
        moments.addAll(blocks[0], from, to);
        mean[row] = moments.mean();
        variance[row] = moments.variance();
        double inverse = 1 / Math.sqrt(variance[row] + eps);
        float centre = (float) mean[row];
        float shift = (float) ((centre - mean[row]) * inverse); // makes up for the rounding
        normalise(blocks[0], centre, (float) inverse, shift, weight, bias, blocks[1], from, to);
      }
    }

    /** Static, so that the compiler vectorises it. */
    private static void normalise(
        float[] x,
        float centre,
        float scale,
        float shift,
        float[] weight,
        float[] bias,
        float[] y,
        int from,
        int to) {
      for (int i = from; i < to; i++) {
        y[i] = ((x[i] - centre) * scale + shift) * weight[i] + bias[i];
      }
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Normaliser later) {}
  }
}
