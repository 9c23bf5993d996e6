package ai.miniai.kernels;

import ai.miniai.histogram.Bins;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic that is worth a special form for each kind of processor. The portable kernels run
 * wherever ND4J does; others may stand in for them where they are faster, and must agree.
 *
 * <p>Images have the logical shape [batch, channels, height, width]; in memory the result may run
 * in any order of dimensions, and arguments may too. Arguments are never changed, and results are
 * new arrays of the current memory scope unless an {@code out} is given.
 */
public interface Kernels {
  /** Which gradients of an operation with a weight and a bias are to be computed. */
  record Wanted(boolean input, boolean weight, boolean bias) {
    public static final Wanted ALL = new Wanted(true, true, true);
    public static final Wanted INPUT = new Wanted(true, false, false);
    public static final Wanted WEIGHT = new Wanted(false, true, false);
  }

  /** The gradients of a convolution; null where one is not wanted. */
  record ConvGradients(
      @Nullable INDArray input, @Nullable INDArray weight, @Nullable INDArray bias) {}

  /**
   * The gradients of a normalisation: [rows, channels], [channels] and [channels]; null where one
   * is not wanted.
   */
  record NormGradients(
      @Nullable INDArray input, @Nullable INDArray weight, @Nullable INDArray bias) {}

  /** The kernels in use. */
  static Kernels current() {
    return KernelChoice.current();
  }

  /** Whether the host may read and write the arrays' memory as its own, whenever it likes. */
  boolean readMemory();

  /** The values in logical order, widened to float64. Waits for the device. */
  double[] read(INDArray x);

  /** As {@link #read(INDArray)}, of several arrays, for which it waits once. */
  List<double[]> read(List<INDArray> arrays);

  /** As {@link #read(INDArray)}, as float32. */
  float[] readFloats(INDArray x);

  /** As {@link #read(INDArray)}, as int64. */
  long[] readLongs(INDArray x);

  /** A FLOAT vector with these values. */
  INDArray upload(float[] values);

  /** A FLOAT vector with these values, each from 0 to 255, divided by {@code divisor}. */
  INDArray upload(byte[] values, float divisor);

  /** Copies {@code x} to {@code out}, of the same shape and type. */
  void copy(INDArray x, INDArray out);

  /** y + factor · x, written to {@code y}, of the same shape and type. */
  void addScaled(INDArray y, double factor, INDArray x);

  /**
   * The products of the matrices in the last two dimensions of {@code a} and {@code b}, either
   * transposed if asked, written to {@code out}, which is row-major.
   */
  void matmul(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out);

  /**
   * Cross-correlation with {@code weight} [out, in, size, size] and {@code bias} [out]; with {@code
   * relu}, what is negative then becomes 0.
   */
  INDArray conv2d(
      INDArray x, INDArray weight, @Nullable INDArray bias, Window window, boolean relu);

  /** Those gradients of {@link #conv2d} without ReLU that are wanted. */
  ConvGradients conv2dBackward(
      INDArray x, INDArray weight, INDArray gradient, Window window, Wanted wanted);

  /** The largest value in each window; padding never wins. */
  INDArray maxPool(INDArray x, Window window);

  /** The gradient of {@link #maxPool}. */
  INDArray maxPoolBackward(INDArray x, INDArray gradient, Window window);

  /** The mean of each window; padding counts as zeros. */
  INDArray averagePool(INDArray x, Window window);

  /** The gradient of {@link #averagePool}. */
  INDArray averagePoolBackward(INDArray x, INDArray gradient, Window window);

  /** The index of the largest value along a dimension, the first of equal ones; INT64. */
  INDArray argmax(INDArray x, int dim);

  /**
   * The index of the largest of each row of floating point {@code scores} [batch, classes], the
   * first of equal ones, or −1 where one is NaN; INT64.
   */
  INDArray bestClass(INDArray scores);

  /** exp(x), scaled to sum to 1 along a dimension. */
  INDArray softmax(INDArray x, int dim);

  /** The logarithm of {@link #softmax}. */
  INDArray logSoftmax(INDArray x, int dim);

  /** max(x, 0), over memory in row-major order. */
  void relu(INDArray x, INDArray out);

  /**
   * The gradient of {@link #relu}: 0 where x ≤ 0; {@code x} may be the result as well. {@code out}
   * may be {@code gradient}.
   */
  void reluBackward(INDArray x, INDArray gradient, INDArray out);

  /**
   * The hyperbolic tangent, over memory in row-major order, exact to the last digits near 0 too.
   */
  void tanh(INDArray x, INDArray out);

  /**
   * min(f(x) − sub, max), over memory in row-major order, with f(x) = x for positive x and leak · x
   * for others.
   */
  void generalRelu(INDArray x, double leak, double sub, double max, INDArray out);

  /**
   * The gradient of {@link #generalRelu}; at 0 it is that of the negative side, at max it is 1.
   * {@code out} may be {@code gradient}.
   */
  void generalReluBackward(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out);

  /** Mean and population variance of each column of {@code x} [rows, channels], row-major. */
  Moments moments(INDArray x);

  /**
   * (x − mean) / √(variance + eps) · weight + bias for the columns of {@code x} [rows, channels],
   * row-major, as is {@code out}.
   */
  void batchNorm(
      INDArray x, Moments moments, INDArray weight, INDArray bias, double eps, INDArray out);

  /**
   * Those gradients of {@link #batchNorm} that are wanted.
   *
   * @param own whether the moments are those of {@code x}, so that its gradient goes through them
   */
  NormGradients batchNormBackward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      INDArray weight,
      double eps,
      boolean own,
      Wanted wanted);

  /**
   * The mean cross-entropy of logits [batch, classes] against labels [batch] (INT64, row-major), a
   * scalar.
   */
  INDArray crossEntropy(INDArray logits, INDArray labels);

  /** The gradient of {@link #crossEntropy} with respect to the logits, given that of the result. */
  INDArray crossEntropyBackward(INDArray logits, INDArray labels, INDArray gradient);

  /**
   * The distribution of the values of {@code x}, which may lie in any order: a float64 vector of
   * mean, standard deviation (n − 1), how many values are NaN or infinite, how many absolute values
   * are below the bins, how many finite ones above, and the count of each bin.
   */
  INDArray distribution(INDArray x, Bins bins);

  /**
   * Which indices of dimension {@code dim} have one value everywhere: a float64 vector of 1 or 0.
   */
  INDArray constant(INDArray x, int dim);
}
