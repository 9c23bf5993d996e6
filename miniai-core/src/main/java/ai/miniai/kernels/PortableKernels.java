package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import ai.miniai.array.Rows;
import ai.miniai.array.Shapes;
import ai.miniai.array.Summation;
import ai.miniai.histogram.Bins;
import ai.miniai.kernels.elementwise.Arithmetic;
import ai.miniai.kernels.elementwise.ElementFunction;
import ai.miniai.kernels.elementwise.PortableFunctions;
import ai.miniai.kernels.elementwise.PortablePrelu;
import ai.miniai.kernels.elementwise.PortableRelu;
import ai.miniai.kernels.histogram.PortableDistribution;
import ai.miniai.kernels.loss.ElementLoss;
import ai.miniai.kernels.loss.PortableElementLoss;
import ai.miniai.kernels.recurrent.Recurrence;
import ai.miniai.kernels.recurrent.RecurrentGradients;
import ai.miniai.kernels.recurrent.RecurrentState;
import ai.miniai.kernels.recurrent.RecurrentSteps;
import ai.miniai.kernels.softmax.PortableCrossEntropy;
import ai.miniai.kernels.softmax.PortableLabelScores;
import ai.miniai.kernels.softmax.PortableSoftmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Kernels that use only ND4J's operations, so they run on every backend. */
public class PortableKernels implements Kernels {
  @Override
  public boolean readMemory() {
    return false;
  }

  @Override
  public double[] read(INDArray x) {
    return x.isEmpty() ? new double[0] : vector(x, DataType.DOUBLE).toDoubleVector();
  }

  @Override
  public List<double[]> read(List<INDArray> arrays) {
    if (arrays.stream().allMatch(INDArray::isEmpty)) {
      return arrays.stream().map(this::read).toList();
    }
    INDArray[] vectors =
        arrays.stream()
            .filter(x -> !x.isEmpty())
            .map(x -> vector(x, DataType.DOUBLE))
            .toArray(INDArray[]::new);
    double[] all = read(Nd4j.concat(0, vectors));
    List<double[]> values = new ArrayList<>();
    int from = 0;
    for (INDArray x : arrays) {
      int to = from + Math.toIntExact(x.length());
      values.add(Arrays.copyOfRange(all, from, to));
      from = to;
    }
    return values;
  }

  @Override
  public float[] readFloats(INDArray x) {
    return x.isEmpty() ? new float[0] : vector(x, DataType.FLOAT).toFloatVector();
  }

  @Override
  public long[] readLongs(INDArray x) {
    return x.isEmpty() ? new long[0] : vector(x, DataType.INT64).toLongVector();
  }

  private static INDArray vector(INDArray x, DataType type) {
    INDArray flat = Layout.contiguous(x).reshape(x.length());
    return flat.dataType() == type ? flat : flat.castTo(type);
  }

  @Override
  public INDArray upload(byte[] values, float divisor) {
    float[] quotients = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      quotients[i] = Byte.toUnsignedInt(values[i]) / divisor;
    }
    return upload(quotients);
  }

  @Override
  public INDArray upload(float[] values) {
    return Nd4j.createFromArray(values);
  }

  @Override
  public void write(float[] row, int from, INDArray out) {
    if (!out.isEmpty()) {
      int to = from + Math.toIntExact(out.length());
      INDArray values = Nd4j.createFromArray(Arrays.copyOfRange(row, from, to));
      out.assign(values.castTo(out.dataType()).reshape(out.shape()));
    }
  }

  @Override
  public void copy(INDArray x, INDArray out) {
    out.assign(x);
  }

  @Override
  public void addScaled(INDArray y, double factor, INDArray x) {
    if (Layout.isRowMajor(y) && Layout.isRowMajor(x)) {
      Nd4j.getBlasWrapper().level1().axpy(y.length(), factor, x, y);
    } else { // axpy would pair the values in memory order
      y.addi(x.mul(factor));
    }
  }

  @Override
  public void adam(
      INDArray weight, INDArray gradient, INDArray mean, INDArray square, AdamStep step) {
    mean.muli(step.beta1()).addi(gradient.mul(1 - step.beta1()));
    square.muli(step.beta2()).addi(gradient.mul(gradient).muli(1 - step.beta2()));
    INDArray size = Transforms.sqrt(square, true).divi(step.root()).addi(step.eps());
    weight.subi(mean.div(size).muli(step.rate()));
  }

  @Override
  public void matmul(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
    MatrixProduct.of(a, transposeA, b, transposeB, out);
  }

  @Override
  public void linear(INDArray x, INDArray weight, @Nullable INDArray bias, INDArray out) {
    matmul(x, false, weight, true, out);
    if (bias != null) {
      Rows.addi(out, bias);
    }
  }

  @Override
  public Attention.Result attention(Attention given) {
    return new PortableAttention(this, given).forward();
  }

  @Override
  public Attention.Gradients attentionBackward(
      Attention given, INDArray weights, INDArray gradient, boolean wantsScores) {
    return new PortableAttention(this, given).backward(weights, gradient, wantsScores);
  }

  @Override
  public void choose(INDArray condition, INDArray a, INDArray b, INDArray out) {
    PortableChoice.choose(condition, a, b, out);
  }

  @Override
  public void extremum(boolean larger, INDArray a, INDArray b, INDArray out) {
    PortableChoice.extremum(larger, a, b, out);
  }

  @Override
  public void extremumBackward(
      boolean larger, INDArray x, INDArray other, INDArray gradient, INDArray out) {
    PortableChoice.differentiateExtremum(larger, x, other, gradient, out);
  }

  @Override
  public INDArray extreme(boolean largest, INDArray x, int... dims) {
    INDArray y = largest ? x.max(dims) : x.min(dims);
    Mask.fillNan(Mask.ofNan(x).max(dims), y);
    return y;
  }

  @Override
  public INDArray cumsum(INDArray x, int dim, boolean fromTheEnd) {
    INDArray sums = Layout.empty(DataType.DOUBLE, x.shape());
    Nd4j.exec(
        DynamicCustomOp.builder("cumsum")
            .addInputs(x.castTo(DataType.DOUBLE))
            .addOutputs(sums)
            .addIntegerArguments(0, fromTheEnd ? 1 : 0, dim)
            .build());
    return sums.castTo(x.dataType());
  }

  @Override
  public INDArray extremeBackward(INDArray x, INDArray y, INDArray gradient, int... dims) {
    long[] reduced = Shapes.reduced(x.shape(), dims);
    INDArray found = Broadcast.expand(y.reshape('c', reduced), x.shape());
    INDArray mask = x.eq(found).castTo(x.dataType());
    INDArray share = gradient.reshape('c', reduced).div(mask.sum(true, dims));
    return Broadcast.apply("multiply", mask, share);
  }

  @Override
  public INDArray arithmetic(Arithmetic op, INDArray a, INDArray b) {
    return Broadcast.apply(op.nd4j(), a, b);
  }

  @Override
  public void arithmetic(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    switch (op) {
      case ADD -> a.addi(b, out);
      case SUBTRACT -> a.subi(b, out);
      case MULTIPLY -> a.muli(b, out);
      case DIVIDE -> a.divi(b, out);
    }
  }

  @Override
  public void affine(INDArray x, double scale, double shift, INDArray out) {
    // Not x.mul(scale): it silently replaces a scale of NaN by 1e-5.
    Nd4j.exec(new ScalarMultiplication(x, null, out, scale));
    if (shift != 0) {
      Nd4j.exec(new ScalarAdd(out, null, out, shift));
    }
  }

  @Override
  public INDArray expand(INDArray x, long... shape) {
    return Broadcast.expand(x, shape);
  }

  @Override
  public INDArray concat(int dim, INDArray... parts) {
    return Nd4j.concat(dim, parts);
  }

  @Override
  public INDArray sum(INDArray x, int... dims) {
    return Summation.over(x, dims);
  }

  @Override
  public INDArray conv2d(
      INDArray x, INDArray weight, @Nullable INDArray bias, Window window, boolean relu) {
    INDArray result = PortableConvolution.forward(x, weight, bias, window);
    if (relu) {
      relu(result, result);
    }
    return Layout.channelsFirst(result);
  }

  @Override
  public ConvGradients conv2dBackward(
      INDArray x, INDArray weight, INDArray gradient, Window window, Wanted wanted) {
    INDArray forBias = wanted.bias() ? biasGradient(gradient) : null;
    ConvGradients others = PortableConvolution.backward(x, weight, gradient, window, wanted);
    return new ConvGradients(others.input(), others.weight(), forBias);
  }

  /** The gradient of a bias that was added to each channel. */
  protected final INDArray biasGradient(INDArray gradient) {
    return sum(gradient, 0, 2, 3);
  }

  @Override
  public INDArray maxPool(INDArray x, Window window) {
    return PortablePool.max(x, window);
  }

  @Override
  public INDArray maxPoolBackward(INDArray x, INDArray gradient, Window window) {
    return PortablePool.maxBackward(x, gradient, window);
  }

  @Override
  public INDArray averagePool(INDArray x, Window window) {
    return PortablePool.average(x, window);
  }

  @Override
  public INDArray averagePoolBackward(INDArray x, INDArray gradient, Window window) {
    return PortablePool.averageBackward(x, gradient, window);
  }

  @Override
  public INDArray upsampleNearest(INDArray images, int scale) {
    return PortableUpsample.forward(images, scale);
  }

  @Override
  public INDArray upsampleNearestBackward(INDArray gradient, int scale) {
    return PortableUpsample.backward(gradient, scale);
  }

  @Override
  public INDArray resample(INDArray x, Resampling resampling) {
    return PortableResampling.resample(x, resampling);
  }

  @Override
  public INDArray gatherRows(INDArray tables, INDArray indices) {
    return PortableRows.gather(tables, indices);
  }

  @Override
  public INDArray scatterAddRows(INDArray rows, INDArray indices, long count) {
    return PortableRows.scatterAdd(rows, indices, count);
  }

  @Override
  public INDArray argmax(INDArray x, int dim) {
    INDArray values = Layout.contiguous(x);
    INDArray marks = Mask.ofNan(values);
    INDArray any = marks.max(dim).castTo(DataType.INT64);
    INDArray firstNan = Nd4j.argMax(marks, dim).muli(any);
    return Nd4j.argMax(values, dim).muli(any.rsubi(1)).addi(firstNan);
  }

  /** best · (1 − nan) − nan, where nan is 1 for a row that contains NaN, else 0. */
  @Override
  public INDArray bestClass(INDArray scores) {
    INDArray x = Layout.contiguous(scores);
    INDArray nan = x.neq(x).castTo(DataType.INT64).max(1);
    INDArray best = Nd4j.argMax(x, 1).castTo(DataType.INT64);
    return best.muli(nan.rsub(1)).subi(nan);
  }

  @Override
  public INDArray hits(INDArray scores, INDArray labels) {
    return bestClass(scores).eq(labels).castTo(DataType.FLOAT).sum();
  }

  @Override
  public INDArray softmax(INDArray x, int dim) {
    return PortableSoftmax.softmax(x, dim);
  }

  @Override
  public INDArray logSoftmax(INDArray x, int dim) {
    return PortableSoftmax.logSoftmax(x, dim);
  }

  @Override
  public INDArray softmaxBackward(INDArray y, INDArray gradient, int dim) {
    return PortableSoftmax.softmaxBackward(y, gradient, dim);
  }

  @Override
  public INDArray logSoftmaxBackward(INDArray y, INDArray gradient, int dim) {
    return PortableSoftmax.logSoftmaxBackward(y, gradient, dim);
  }

  @Override
  public void clamp(INDArray x, double min, double max, INDArray out) {
    PortableRelu.clamp(x, min, max, out);
  }

  @Override
  public void clampBackward(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    Mask.keep(x.eq(y).castTo(x.dataType()), gradient, out);
  }

  @Override
  public void relu(INDArray x, INDArray out) {
    PortableRelu.apply(x, out);
  }

  @Override
  public void reluBackward(INDArray y, INDArray gradient, INDArray out) {
    PortableRelu.differentiate(y, gradient, out);
  }

  @Override
  public void apply(ElementFunction function, INDArray x, INDArray out) {
    PortableFunctions.apply(function, x, out);
  }

  @Override
  public void applyBackward(
      ElementFunction function, INDArray known, INDArray gradient, INDArray out) {
    PortableFunctions.differentiate(function, known, gradient, out);
  }

  @Override
  public void generalRelu(INDArray x, double leak, double sub, double max, INDArray out) {
    PortableRelu.general(x, leak, sub, max, out);
  }

  @Override
  public void generalReluBackward(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out) {
    PortableRelu.differentiateGeneral(x, gradient, leak, sub, max, out);
  }

  @Override
  public void elu(INDArray x, double alpha, INDArray out) {
    PortableFunctions.elu(x, alpha, out);
  }

  @Override
  public void eluBackward(INDArray x, INDArray gradient, double alpha, INDArray out) {
    PortableFunctions.differentiateElu(x, gradient, alpha, out);
  }

  @Override
  public void prelu(INDArray x, INDArray weight, INDArray out) {
    PortablePrelu.apply(x, weight, out);
  }

  @Override
  public INDArray preluBackward(INDArray x, INDArray gradient, INDArray weight, INDArray out) {
    return PortablePrelu.differentiate(x, gradient, weight, out);
  }

  @Override
  public Moments moments(INDArray x) {
    return PortableBatchNorm.moments(x);
  }

  @Override
  public void batchNorm(
      INDArray x, Moments moments, INDArray weight, INDArray bias, double eps, INDArray out) {
    PortableBatchNorm.normalise(x, moments, weight, bias, eps, out);
  }

  @Override
  public NormGradients batchNormBackward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      INDArray weight,
      double eps,
      boolean own,
      Wanted wanted) {
    return PortableBatchNorm.backward(x, gradient, moments, weight, eps, own, wanted);
  }

  @Override
  public GroupNormalized groupNorm(
      INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps) {
    return PortableGroupNorm.forward(x, weight, bias, eps);
  }

  @Override
  public NormGradients groupNormBackward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Wanted wanted) {
    return PortableGroupNorm.backward(x, gradient, moments, weight, eps, wanted);
  }

  @Override
  public void elementLoss(ElementLoss f, double parameter, INDArray x, INDArray y, INDArray out) {
    Layout.inMemoryOrder(out)
        .assign(
            PortableElementLoss.of(f, parameter, Layout.inMemoryOrder(x), Layout.inMemoryOrder(y)));
  }

  @Override
  public double elementLossSum(
      ElementLoss f,
      double parameter,
      INDArray x,
      INDArray y,
      double scale,
      @Nullable INDArray slope) {
    if (slope != null) {
      elementLossBackward(f, parameter, x, y, false, scale, null, slope);
    }
    INDArray losses =
        PortableElementLoss.of(f, parameter, Layout.inMemoryOrder(x), Layout.inMemoryOrder(y));
    return sum(losses, Shapes.dims(new int[0], losses.rank())).getDouble(0);
  }

  @Override
  public void elementLossBackward(
      ElementLoss f,
      double parameter,
      INDArray x,
      INDArray y,
      boolean toTarget,
      double factor,
      @Nullable INDArray gradient,
      INDArray out) {
    INDArray slope =
        PortableElementLoss.slope(
            f, parameter, Layout.inMemoryOrder(x), Layout.inMemoryOrder(y), toTarget);
    Nd4j.exec(new ScalarMultiplication(slope, null, slope, factor));
    if (gradient != null) {
      slope.muli(Layout.inMemoryOrder(gradient));
    }
    Layout.inMemoryOrder(out).assign(slope);
  }

  @Override
  public RecurrentSteps recurrence(
      Recurrence how,
      INDArray inputs,
      INDArray weight,
      @Nullable INDArray bias,
      RecurrentState start,
      INDArray outputs,
      RecurrentState end) {
    INDArray contributions = how.cell().splitsSums() ? repeated(bias, inputs) : null;
    return new PortableRecurrence(this, how, weight, inputs.size(0))
        .forward(inputs, contributions, start, outputs, end);
  }

  /** An array like {@code x} whose rows are all {@code row}, or 0 if that is null. */
  private static INDArray repeated(@Nullable INDArray row, INDArray x) {
    INDArray result = Layout.full(x.dataType(), 0, x.length() / x.size(-1), x.size(-1));
    return (row == null ? result : Rows.addi(result, row)).reshape('c', x.shape());
  }

  @Override
  public RecurrentGradients recurrenceBackward(
      Recurrence how, RecurrentSteps steps, INDArray weight, INDArray outputs, RecurrentState end) {
    return new PortableRecurrence(this, how, weight, outputs.size(0)).backward(steps, outputs, end);
  }

  @Override
  public INDArray rmsNorm(INDArray x, @Nullable INDArray weight, double eps) {
    return PortableRmsNorm.forward(x, weight, eps);
  }

  @Override
  public NormGradients rmsNormBackward(
      INDArray x, INDArray gradient, @Nullable INDArray weight, double eps, Wanted wanted) {
    return PortableRmsNorm.backward(x, gradient, weight, eps, wanted);
  }

  @Override
  public INDArray crossEntropy(INDArray logits, INDArray labels) {
    return PortableCrossEntropy.forward(logits, labels);
  }

  @Override
  public INDArray crossEntropyBackward(INDArray logits, INDArray labels, INDArray gradient) {
    return PortableCrossEntropy.backward(logits, labels, gradient);
  }

  @Override
  public double sumAtLabels(INDArray scores, INDArray labels) {
    return PortableLabelScores.of(scores, labels).sumNumber().doubleValue();
  }

  @Override
  public void markLabels(INDArray labels, double value, INDArray out) {
    PortableLabelScores.mark(labels, value, out);
  }

  @Override
  public INDArray distribution(INDArray x, Bins bins) {
    return PortableDistribution.of(x, bins);
  }

  @Override
  public INDArray constant(INDArray x, int dim) {
    return ConstantUnits.onDevice(x, dim);
  }
}
