package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.histogram.Bins;
import ai.miniai.kernels.elementwise.Arithmetic;
import ai.miniai.kernels.elementwise.ElementFunction;
import ai.miniai.kernels.loss.ElementLoss;
import ai.miniai.kernels.recurrent.Recurrence;
import ai.miniai.kernels.recurrent.RecurrentCell;
import ai.miniai.kernels.recurrent.RecurrentGradients;
import ai.miniai.kernels.recurrent.RecurrentState;
import ai.miniai.kernels.recurrent.RecurrentSteps;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that have special implementations for some kinds of processors. The portable
 * kernels run on every ND4J backend. Other kernels may replace them where they are faster, and must
 * give the same results.
 *
 * <p>Images have the logical shape [batch, channels, height, width]. Arguments and results may have
 * any memory order. Arguments are never changed, except for arrays that a method writes to. Results
 * are new arrays in the current memory scope, unless an {@code out} is given.
 */
public interface Kernels {
  /** Which gradients of an operation with a weight and a bias are to be computed. */
  record Wanted(boolean input, boolean weight, boolean bias) {
    public static final Wanted ALL = new Wanted(true, true, true);
    public static final Wanted INPUT = new Wanted(true, false, false);
    public static final Wanted WEIGHT = new Wanted(false, true, false);
  }

  /** The gradients of a convolution; null if not requested. */
  record ConvGradients(
      @Nullable INDArray input, @Nullable INDArray weight, @Nullable INDArray bias) {}

  /**
   * The gradients of a normalisation: of its input, and of weight and bias [channels]; null if not
   * requested.
   */
  record NormGradients(
      @Nullable INDArray input, @Nullable INDArray weight, @Nullable INDArray bias) {}

  /**
   * The result of {@link #groupNorm}, and the moments of each group [items · groups], for the
   * gradient.
   */
  record GroupNormalized(INDArray output, Moments moments) {}

  /** The number of groups of channels in a convolution of {@code x} with {@code weight}. */
  static int groups(INDArray x, INDArray weight) {
    return Math.toIntExact(x.size(1) / weight.size(1));
  }

  /** The current kernels. */
  static Kernels current() {
    return KernelChoice.current();
  }

  /**
   * Whether the arrays are in CPU memory, so that Java can read and write them directly at any
   * time.
   */
  boolean readMemory();

  /** The values in logical order, converted to float64. Waits for the device. */
  double[] read(INDArray x);

  /** Like {@link #read(INDArray)}, for several arrays. Waits for the device only once. */
  List<double[]> read(List<INDArray> arrays);

  /** Like {@link #read(INDArray)}, as float32. */
  float[] readFloats(INDArray x);

  /** Like {@link #read(INDArray)}, as int64. */
  long[] readLongs(INDArray x);

  /** A FLOAT vector with these values. */
  INDArray upload(float[] values);

  /**
   * A FLOAT vector with these values, read as unsigned (0 to 255) and divided by {@code divisor}.
   */
  INDArray upload(byte[] values, float divisor);

  /**
   * Writes {@code row[from]} and the values after it to {@code out}, in logical order, converted to
   * its type.
   */
  void write(float[] row, int from, INDArray out);

  /** Copies {@code x} to {@code out}, which has the same shape and type. */
  void copy(INDArray x, INDArray out);

  /** y ← y + factor · x, in place; both have the same shape and type. */
  void addScaled(INDArray y, double factor, INDArray x);

  /**
   * A step of Adam: changes {@code weight} and the running means of the gradient and of its square
   * in place. All have the same shape and type.
   */
  void adam(INDArray weight, INDArray gradient, INDArray mean, INDArray square, AdamStep step);

  /**
   * Batched matrix product over the last two dimensions of {@code a} and {@code b}, each transposed
   * if its flag is true. Writes to {@code out}, which is row-major.
   */
  void matmul(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out);

  /** x · weightᵀ + bias, for row-major {@code x} [rows, in], weight [out, in], bias [out]. */
  void linear(INDArray x, INDArray weight, @Nullable INDArray bias, INDArray out);

  /**
   * For each head of each item: softmax(scale · query · keyᵀ + bias), times kept, times value.
   *
   * @return also the softmax, for the gradient
   */
  Attention.Result attention(Attention given);

  /**
   * The gradients of {@link #attention}.
   *
   * @param weights the softmax that it returned
   * @param gradient that of the output, in any memory layout
   */
  Attention.Gradients attentionBackward(
      Attention given, INDArray weights, INDArray gradient, boolean wantsScores);

  /**
   * Writes, element by element, {@code a} where {@code condition} (BOOL) is true, and {@code b}
   * elsewhere, even if the other one is not finite.
   *
   * @param condition, out of one shape, row-major
   * @param a, b of the type of {@code out}; of its shape and row-major, or of one element
   */
  void choose(INDArray condition, INDArray a, INDArray b, INDArray out);

  /**
   * Writes the larger (or the smaller) of a and b to {@code out}, element by element; NaN if one is
   * NaN. All have one shape and are row-major.
   */
  void extremum(boolean larger, INDArray a, INDArray b, INDArray out);

  /**
   * The gradient of {@link #extremum} with respect to {@code x}, where {@code other} is its other
   * argument: half of {@code gradient} where both are equal, 0 where x is not the result, else all
   * of it, also if one is NaN. All have one shape and floating point type, and are row-major.
   */
  void extremumBackward(
      boolean larger, INDArray x, INDArray other, INDArray gradient, INDArray out);

  /**
   * The largest (or the smallest) values of row-major {@code x} over {@code dims}, indices in
   * ascending order, which are removed; NaN if one is NaN.
   */
  INDArray extreme(boolean largest, INDArray x, int... dims);

  /** The running sum of a row-major array along {@code dim}, from either end. */
  INDArray cumsum(INDArray x, int dim, boolean fromTheEnd);

  /**
   * The gradient of {@link #extreme}: {@code gradient} divided by the number of values that equal
   * the extreme, where they are, and times 0 elsewhere.
   *
   * @param y the result of extreme, row-major like {@code gradient}
   */
  INDArray extremeBackward(INDArray x, INDArray y, INDArray gradient, int... dims);

  /**
   * a op b with broadcasting. The result has the memory order of the first of them that is dense
   * and not repeated, else it is row-major.
   */
  INDArray arithmetic(Arithmetic op, INDArray a, INDArray b);

  /**
   * Writes a op b, element by element, to {@code out}, which may be one of them. All have one shape
   * and are row-major.
   */
  void arithmetic(Arithmetic op, INDArray a, INDArray b, INDArray out);

  /**
   * Writes scale · x + shift to {@code out}, which may be x. Both have one shape and are row-major.
   */
  void affine(INDArray x, double scale, double shift, INDArray out);

  /**
   * {@code x} repeated to {@code shape}, of the same rank. Sizes of x that differ from it are 1. x
   * is row-major, and the result too.
   */
  INDArray expand(INDArray x, long... shape);

  /** {@code x} broadcast to {@code shape}, row-major; x itself if it is that. */
  default INDArray stretch(INDArray x, long... shape) {
    INDArray contiguous = Layout.contiguous(x);
    return Arrays.equals(x.shape(), shape)
        ? contiguous
        : expand(Layout.reshape(contiguous, Shapes.padded(x.shape(), shape.length)), shape);
  }

  /**
   * Arrays joined along a dimension. They have the same shape but for this dimension, and are not
   * empty.
   */
  INDArray concat(int dim, INDArray... parts);

  /** The sum of {@code x} over {@code dims}, indices in ascending order, which are removed. */
  INDArray sum(INDArray x, int... dims);

  /**
   * Undoes broadcasting of {@code shape}: {@code x} summed over the dimensions that it added or
   * stretched.
   */
  default INDArray sumTo(INDArray x, long... shape) {
    if (Arrays.equals(x.shape(), shape)) {
      return x;
    }
    long[] padded = Shapes.padded(shape, x.rank());
    int[] stretched = IntStream.range(0, x.rank()).filter(d -> padded[d] != x.size(d)).toArray();
    return Layout.reshape(stretched.length == 0 ? x : sum(x, stretched), shape);
  }

  /**
   * Cross-correlation of images [batch, in, height, width] with {@code weight} [out, in / groups,
   * kh, kw] and {@code bias} [out]. Each of the {@link #groups} of output channels sees only the
   * input channels of the same group. If {@code relu} is true, negative results are set to 0.
   */
  INDArray conv2d(
      INDArray x, INDArray weight, @Nullable INDArray bias, Window window, boolean relu);

  /** The requested gradients of {@link #conv2d} without ReLU. */
  ConvGradients conv2dBackward(
      INDArray x, INDArray weight, INDArray gradient, Window window, Wanted wanted);

  /** The largest value in each window. Padding is never the maximum. */
  INDArray maxPool(INDArray x, Window window);

  /** The gradient of {@link #maxPool}. */
  INDArray maxPoolBackward(INDArray x, INDArray gradient, Window window);

  /** The mean of each window; padding counts as zeros. */
  INDArray averagePool(INDArray x, Window window);

  /** The gradient of {@link #averagePool}. */
  INDArray averagePoolBackward(INDArray x, INDArray gradient, Window window);

  /**
   * Repeats each pixel scale × scale times. Images are row-major here: [batch, height, width,
   * channels].
   */
  INDArray upsampleNearest(INDArray images, int scale);

  /** The gradient of {@link #upsampleNearest}. */
  INDArray upsampleNearestBackward(INDArray gradient, int scale);

  /**
   * Resamples the middle of a row-major array [outer, length, inner]. Each output reads only the
   * inputs that have a weight.
   */
  INDArray resample(INDArray x, Resampling resampling);

  /**
   * The rows of tables [tables, count, width] with these indices (INT64 [n]): [tables, n, width].
   * Both are row-major.
   */
  INDArray gatherRows(INDArray tables, INDArray indices);

  /**
   * Tables [tables, count, width] of sums: row k is the sum of those {@code rows} [tables, n,
   * width] of the same table whose index is k. Both arguments are row-major.
   */
  INDArray scatterAddRows(INDArray rows, INDArray indices, long count);

  /** The index of the largest value along a dimension (the first of equal ones), as INT64. */
  INDArray argmax(INDArray x, int dim);

  /**
   * The index of the largest value in each row of floating point {@code scores} [batch, classes]
   * (the first of equal ones), as INT64; −1 if a value in the row is NaN.
   */
  INDArray bestClass(INDArray scores);

  /**
   * The number of items whose {@link #bestClass} is their label, as a FLOAT scalar.
   *
   * @param labels INT64 [batch]
   */
  INDArray hits(INDArray scores, INDArray labels);

  /** exp(x), scaled to sum to 1 along a dimension. */
  INDArray softmax(INDArray x, int dim);

  /** The logarithm of {@link #softmax}. */
  INDArray logSoftmax(INDArray x, int dim);

  /** The gradient of {@link #softmax}, given its result {@code y}. */
  INDArray softmaxBackward(INDArray y, INDArray gradient, int dim);

  /** The gradient of {@link #logSoftmax}, given its result {@code y}. */
  INDArray logSoftmaxBackward(INDArray y, INDArray gradient, int dim);

  /** x limited to [min, max], with min ≤ max, for row-major arrays. NaN stays NaN. */
  void clamp(INDArray x, double min, double max, INDArray out);

  /**
   * The gradient of {@link #clamp}, given its result {@code y}: 0 where x is past a limit, or NaN.
   * {@code out} may be {@code gradient}.
   */
  void clampBackward(INDArray x, INDArray y, INDArray gradient, INDArray out);

  /** max(x, 0), for row-major arrays. */
  void relu(INDArray x, INDArray out);

  /**
   * The gradient of {@link #relu}, given its result {@code y}: 0 where y is 0. {@code out} may be
   * {@code gradient}.
   */
  void reluBackward(INDArray y, INDArray gradient, INDArray out);

  /** Writes f(x) to {@code out}, another array; both are row-major. */
  void apply(ElementFunction function, INDArray x, INDArray out);

  /**
   * Writes gradient · f'(x) to {@code out}; all are row-major. {@code out} may be {@code gradient}.
   *
   * @param known y = f(x) if {@link ElementFunction#fromResult}, x otherwise
   */
  void applyBackward(ElementFunction function, INDArray known, INDArray gradient, INDArray out);

  /**
   * min(f(x) − sub, max), for row-major arrays, with f(x) = x for positive x and leak · x
   * otherwise.
   */
  void generalRelu(INDArray x, double leak, double sub, double max, INDArray out);

  /**
   * The gradient of {@link #generalRelu}. At x = 0 it is that of the negative side, and where x is
   * NaN that of either side. Where the result is exactly max, it is the gradient below max, not 0.
   * {@code out} may be {@code gradient}.
   */
  void generalReluBackward(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out);

  /**
   * x where positive, alpha · (exp(x) − 1) elsewhere, for row-major arrays. {@code out} is another
   * array than {@code x}.
   */
  void elu(INDArray x, double alpha, INDArray out);

  /**
   * The gradient of {@link #elu}. At x = 0 it is that of the negative side, and where x is NaN that
   * of the positive side. {@code out} may be {@code gradient}.
   */
  void eluBackward(INDArray x, INDArray gradient, double alpha, INDArray out);

  /**
   * x where positive, weight · x elsewhere, for row-major {@code x} and {@code out} [rows,
   * channels] and a vector of weights [channels].
   */
  void prelu(INDArray x, INDArray weight, INDArray out);

  /**
   * Writes the gradient of {@link #prelu} with respect to {@code x} to {@code out}, and returns
   * that of the weight. At x = 0 the former is that of the negative side.
   */
  INDArray preluBackward(INDArray x, INDArray gradient, INDArray weight, INDArray out);

  /** Mean and population variance of each column of {@code x} [rows, channels], row-major. */
  Moments moments(INDArray x);

  /**
   * (x − mean) / √(variance + eps) · weight + bias for each column of {@code x} [rows, channels];
   * {@code x} and {@code out} are row-major.
   */
  void batchNorm(
      INDArray x, Moments moments, INDArray weight, INDArray bias, double eps, INDArray out);

  /**
   * The requested gradients of {@link #batchNorm}.
   *
   * @param own whether the moments were computed from {@code x}, so that the gradient of x also
   *     flows through them
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
   * (x − mean) / √(variance + eps) · weight + bias, with the mean and the population variance of
   * each group of each item of {@code x} [items, groups, channels, places], whose memory is
   * row-major or [items, places, groups, channels]. The result has the same layout. Weight and bias
   * are row-major vectors [groups · channels], or null.
   */
  GroupNormalized groupNorm(
      INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps);

  /**
   * The requested gradients of {@link #groupNorm}. {@code gradient} has the layout of {@code x}.
   *
   * @param moments those that groupNorm returned
   */
  NormGradients groupNormBackward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Wanted wanted);

  /**
   * Writes f(x, y) for each pair of elements to {@code out}.
   *
   * @param x, y, out of the same shape, floating point type and memory layout, and dense
   * @param parameter see {@link ElementLoss}
   */
  void elementLoss(ElementLoss f, double parameter, INDArray x, INDArray y, INDArray out);

  /**
   * The sum of f(x, y) over all pairs, as {@link #elementLoss}.
   *
   * @param slope where {@code scale} times the derivative of f with respect to x is written, if it
   *     is not null; it has the layout of the others
   */
  double elementLossSum(
      ElementLoss f,
      double parameter,
      INDArray x,
      INDArray y,
      double scale,
      @Nullable INDArray slope);

  /**
   * Writes {@code factor} times the derivative of f with respect to x (or to y, if {@code
   * toTarget}) to {@code out}, as {@link #elementLoss}.
   *
   * @param gradient is multiplied with it, if it is not null; it has the layout of the others
   */
  void elementLossBackward(
      ElementLoss f,
      double parameter,
      INDArray x,
      INDArray y,
      boolean toTarget,
      double factor,
      @Nullable INDArray gradient,
      INDArray out);

  /**
   * Runs a recurrent cell over sequences.
   *
   * @param inputs what x contributes to the gates, with the biases [batch, time, gates · hidden],
   *     row-major; may be overwritten
   * @param weight the weight of h [gates · hidden, hidden], row-major
   * @param bias the bias of h [gates · hidden], or null. Given only if the cell {@link
   *     RecurrentCell#splitsSums}; otherwise the inputs contain it
   * @param start the state before the first step
   * @param outputs where h after each step is written [batch, time, hidden], row-major
   * @param end where the state after the last step of each sequence is written
   */
  RecurrentSteps recurrence(
      Recurrence how,
      INDArray inputs,
      INDArray weight,
      @Nullable INDArray bias,
      RecurrentState start,
      INDArray outputs,
      RecurrentState end);

  /**
   * The gradients of {@link #recurrence}.
   *
   * @param steps those that recurrence returned; they are overwritten
   * @param outputs the gradient of the outputs, row-major
   * @param end the gradient of the state after the last step
   */
  RecurrentGradients recurrenceBackward(
      Recurrence how, RecurrentSteps steps, INDArray weight, INDArray outputs, RecurrentState end);

  /**
   * x / √(mean square + eps) · weight, with the mean of the squares of each row of {@code x} [rows,
   * columns], which is row-major. The weight is a row-major vector [columns], or null.
   */
  INDArray rmsNorm(INDArray x, @Nullable INDArray weight, double eps);

  /** The requested gradients of {@link #rmsNorm}; that of the bias is null. */
  NormGradients rmsNormBackward(
      INDArray x, INDArray gradient, @Nullable INDArray weight, double eps, Wanted wanted);

  /**
   * The mean cross-entropy of logits [batch, classes] and labels [batch] (INT64, row-major), as a
   * scalar.
   */
  INDArray crossEntropy(INDArray logits, INDArray labels);

  /**
   * The gradient of {@link #crossEntropy} with respect to the logits, given the gradient of the
   * result.
   */
  INDArray crossEntropyBackward(INDArray logits, INDArray labels, INDArray gradient);

  /**
   * The sum of the scores at the label of each row, of row-major scores [rows, classes] and labels
   * [rows] (INT64, row-major).
   */
  double sumAtLabels(INDArray scores, INDArray labels);

  /**
   * Writes {@code value} to the row-major {@code out} [rows, classes] at the label of each row, and
   * 0 elsewhere.
   */
  void markLabels(INDArray labels, double value, INDArray out);

  /**
   * The distribution of the values of {@code x}, which may have any layout, as a float64 vector:
   * mean, standard deviation (with n − 1), the number of NaN or infinite values, the number of
   * absolute values below the bins, the number of finite ones above, the number of zeros, and the
   * count of each bin.
   */
  INDArray distribution(INDArray x, Bins bins);

  /**
   * For each index of dimension {@code dim}, whether all values are equal and finite: a float64
   * vector of 1 or 0.
   */
  INDArray constant(INDArray x, int dim);
}
