package ai.miniai.kernels;

import ai.miniai.array.ColumnMoments;
import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import ai.miniai.array.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batch normalisation of float32 rows [rows, channels] in plain Java. */
final class CpuBatchNorm {
  private CpuBatchNorm() {}

  static Moments moments(INDArray x) {
    int channels = Math.toIntExact(x.size(1));
    ColumnMoments moments = FloatBlocks.ofRows(x).reduce(() -> new ColumnMoments(channels));
    return new Moments(floats(moments.mean()), floats(moments.variance()));
  }

  static void normalise(
      INDArray x, Moments moments, INDArray weight, INDArray bias, double eps, INDArray out) {
    float[] mean = Lanes.repeat(moments.mean().toDoubleVector());
    float[] scale = Lanes.repeat(scale(moments, weight, eps));
    float[] shift = Lanes.repeat(bias.toDoubleVector());
    FloatBlocks.ofRows(x, out).write((blocks, n) -> normalise(blocks, n, mean, scale, shift));
  }

  private static void normalise(
      float[][] blocks, int length, float[] mean, float[] scale, float[] shift) {
    float[] x = blocks[0];
    float[] y = blocks[1];
    for (int i = 0; i < length; i++) {
      y[i] = (x[i] - mean[i]) * scale[i] + shift[i];
    }
  }

  static Kernels.NormGradients backward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      INDArray weight,
      double eps,
      boolean own,
      Kernels.Wanted wanted) {
    double[] variance = moments.variance().toDoubleVector();
    float[] mean = Lanes.repeat(moments.mean().toDoubleVector());
    int channels = variance.length;
    double[] forBias = new double[channels];
    double[] forWeight = new double[channels];
    if (own || wanted.weight() || wanted.bias()) {
      ColumnProducts products =
          FloatBlocks.ofRows(gradient, x).reduce(() -> new ColumnProducts(channels, mean));
      forBias = products.sum();
      forWeight = products.product();
    }
    double[] constant = new double[channels];
    double[] slope = new double[channels];
    for (int c = 0; c < channels; c++) {
      if (own) {
        constant[c] = forBias[c] / x.size(0);
        slope[c] = forWeight[c] / (variance[c] + eps) / x.size(0);
      }
      forWeight[c] /= Math.sqrt(variance[c] + eps);
    }
    INDArray forInput = null;
    if (wanted.input()) {
      float[] k = Lanes.repeat(constant);
      float[] s = Lanes.repeat(slope);
      float[] scale = Lanes.repeat(scale(moments, weight, eps));
      forInput = Layout.emptyLike(x);
      FloatBlocks blocks = FloatBlocks.ofRows(x, gradient, forInput);
      if (own) {
        blocks.write((b, n) -> differentiate(b, n, mean, k, s, scale));
      } else { // the result does not depend on x, even if x is NaN
        blocks.write((b, n) -> multiply(b[1], scale, b[2], n));
      }
    }
    return new Kernels.NormGradients(
        forInput,
        wanted.weight() ? floats(forWeight) : null,
        wanted.bias() ? floats(forBias) : null);
  }

  private static void differentiate(
      float[][] blocks, int length, float[] mean, float[] constant, float[] slope, float[] scale) {
    float[] x = blocks[0];
    float[] g = blocks[1];
    float[] out = blocks[2];
    for (int i = 0; i < length; i++) {
      out[i] = (g[i] - constant[i] - (x[i] - mean[i]) * slope[i]) * scale[i];
    }
  }

  private static void multiply(float[] a, float[] b, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = a[i] * b[i];
    }
  }

  /** weight / √(variance + eps). */
  private static double[] scale(Moments moments, INDArray weight, double eps) {
    double[] scale = weight.toDoubleVector();
    double[] variance = moments.variance().toDoubleVector();
    for (int c = 0; c < scale.length; c++) {
      scale[c] /= Math.sqrt(variance[c] + eps);
    }
    return scale;
  }

  private static INDArray floats(double... values) {
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT);
  }
}
