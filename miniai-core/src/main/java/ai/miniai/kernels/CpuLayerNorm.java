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
  private static final int MOST = 1 << 16;

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

  /** Whether each value of an item of {@code x} is a channel of its own. */
  static boolean fits(INDArray x) {
    return x.size(3) == 1 && x.size(1) * x.size(2) <= MOST;
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
    private final RowFactors factors;
    private final int length;
    private final float[] weight;
    private final float[] bias;
    private final double[] mean;
    private final double[] variance;
    private int row;

    Normaliser(
        int length, double eps, float[] weight, float[] bias, double[] mean, double[] variance) {
      this.factors = new RowFactors(length, eps, weight.length);
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
        moments.clear();
        moments.addAll(blocks[0], from, from + length);
        mean[row] = moments.mean();
        variance[row] = moments.variance();
        factors.set(from, mean[row], variance[row]);
      }
      factors.normalise(blocks[0], blocks[1], count);
      scale(blocks[1], weight, bias, count);
    }

    /** Static, so that the compiler vectorises it. */
    private static void scale(float[] y, float[] weight, float[] bias, int count) {
      for (int i = 0; i < count; i++) {
        y[i] = y[i] * weight[i] + bias[i];
      }
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Normaliser later) {}
  }
}
