package ai.miniai.kernels.onednn;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Repetition;
import ai.miniai.array.Summation;
import ai.miniai.kernels.Attention;
import ai.miniai.kernels.CpuKernels;
import ai.miniai.kernels.ImageNorm;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Moments;
import ai.miniai.kernels.Window;
import ai.miniai.kernels.elementwise.Arithmetic;
import ai.miniai.kernels.elementwise.ElementFunction;
import ai.miniai.kernels.recurrent.Recurrence;
import ai.miniai.kernels.recurrent.RecurrentGradients;
import ai.miniai.kernels.recurrent.RecurrentState;
import ai.miniai.kernels.recurrent.RecurrentSteps;
import ai.miniai.kernels.softmax.RowsAlong;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernels for the CPU that call oneDNN directly for float32. Primitives are created once per shape.
 * For float64 the inherited kernels are used.
 *
 * <p>oneDNN's ReLU turns NaN into 0, which would hide a failing training. So it is used only when
 * fused with a convolution whose result {@link NanGuard} has proved to be free of NaN; elsewhere it
 * is the larger of 0 and x ({@link OneDnnRelu}).
 */
public final class OneDnnKernels extends CpuKernels {
  /**
   * The number of shapes is limited, because each convolution holds a copy of its weights in
   * oneDNN's layout.
   */
  private final Lending<OneDnnConvolution.Shape, OneDnnConvolution> convolutions =
      new Lending<>(256, OneDnnConvolution::new);

  private final Lending<OneDnnEltwise.Shape, OneDnnEltwise> functions =
      new Lending<>(256, OneDnnEltwise::new);

  private final Lending<OneDnnSoftmax.Shape, OneDnnSoftmax> softmaxes =
      new Lending<>(256, OneDnnSoftmax::new);

  private final Lending<OneDnnSoftmax.Shape, OneDnnLogSoftmax> logSoftmaxes =
      new Lending<>(256, OneDnnLogSoftmax::new);

  private final Lending<OneDnnLayerNorm.Shape, OneDnnLayerNorm> norms =
      new Lending<>(256, OneDnnLayerNorm::new);

  private final Lending<OneDnnImage.Shape, OneDnnImage> images =
      new Lending<>(256, OneDnnImage::new);

  private final Lending<OneDnnAveragePool.Shape, OneDnnAveragePool> pools =
      new Lending<>(256, OneDnnAveragePool::new);

  private final Lending<OneDnnCopy.Shape, OneDnnCopy> copies = new Lending<>(256, OneDnnCopy::new);

  private final Lending<OneDnnArithmetic.Shape, OneDnnArithmetic> arithmetic =
      new Lending<>(256, OneDnnArithmetic::new);

  private final Lending<Long, OneDnnRelu> relus = new Lending<>(256, OneDnnRelu::new);

  private final Lending<Long, OneDnnReluGradient> reluGradients =
      new Lending<>(256, OneDnnReluGradient::new);

  private final Lending<OneDnnLeakyReluGradient.Shape, OneDnnLeakyReluGradient> leakyReluGradients =
      new Lending<>(256, OneDnnLeakyReluGradient::new);

  /** The known bound on the last convolution result of each thread. */
  private final ThreadLocal<NanGuard> guards = ThreadLocal.withInitial(NanGuard::new);

  /**
   * Throws a {@link LinkageError} if oneDNN is not available for this machine. ND4J is loaded
   * first, so that both use ND4J's OpenMP, which is newer.
   */
  public OneDnnKernels() {
    Nd4j.getEnvironment();
    OneDnn.load();
  }

  @Override
  public void copy(INDArray x, INDArray out) {
    if (OneDnnCopy.isFaster(x, out)) {
      copies.with(OneDnnCopy.Shape.of(x, out), copy -> copy.run(x, out));
    } else {
      super.copy(x, out);
    }
  }

  @Override
  public INDArray concat(int dim, INDArray... parts) {
    long[] shape = parts[0].shape().clone();
    shape[dim] = Arrays.stream(parts).mapToLong(x -> x.size(dim)).sum();
    INDArray whole = Layout.emptyLike(parts[0], shape);
    if (!OneDnnCopy.isFaster(whole, whole)) {
      return super.concat(dim, parts);
    }
    long from = 0;
    for (INDArray part : parts) {
      copy(part, Layout.part(whole, dim, from, from + part.size(dim)));
      from += part.size(dim);
    }
    return whole;
  }

  @Override
  protected void broadcast(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    boolean commutes = op == Arithmetic.ADD || op == Arithmetic.MULTIPLY;
    if (commutes && !a.equalShapes(out)) {
      repeat(op, b, a, out);
    } else {
      repeat(op, a, b, out);
    }
  }

  private void repeat(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    if (!OneDnnArithmetic.isFaster(out) || !a.equalShapes(out) || !FloatBlocks.canRead(a, b, out)) {
      super.broadcast(op, a, b, out);
      return;
    }
    repeat(op, a, b, Repetition.of(b, out.shape()), out);
  }

  private void repeat(Arithmetic op, INDArray a, INDArray b, Repetition second, INDArray out) {
    var shape = OneDnnArithmetic.Shape.of(op, second);
    if (shape.isFast()) {
      arithmetic.with(shape, primitive -> primitive.run(a, b, out));
    } else {
      super.broadcast(op, a, b, out);
    }
  }

  @Override
  public void arithmetic(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    if (OneDnnArithmetic.isFaster(out) && FloatBlocks.canRead(a, b, out)) {
      var shape = OneDnnArithmetic.Shape.of(op, Repetition.none(Math.toIntExact(out.length())));
      arithmetic.with(shape, primitive -> primitive.run(a, b, out));
    } else {
      super.arithmetic(op, a, b, out);
    }
  }

  @Override
  public void affine(INDArray x, double scale, double shift, INDArray out) {
    if ((scale != 1 && shift != 0)
        || !OneDnnArithmetic.isFaster(x)
        || !FloatBlocks.canRead(x, out)) {
      super.affine(x, scale, shift, out);
      return;
    }
    boolean scaled = shift == 0; // −0 + 0 would be 0
    INDArray number = Layout.full(DataType.FLOAT, scaled ? scale : shift, 1);
    repeat(
        scaled ? Arithmetic.MULTIPLY : Arithmetic.ADD,
        x,
        number,
        Repetition.one(Math.toIntExact(x.length())),
        out);
  }

  @Override
  public INDArray sum(INDArray x, int... dims) {
    if (dims.length < x.rank() || !OneDnnSum.isFaster(x)) {
      return super.sum(x, dims);
    }
    INDArray sum = Layout.empty(DataType.FLOAT);
    HostMemory.write(new double[] {OneDnnSum.of(x)}, sum);
    return sum;
  }

  @Override
  protected INDArray sumMiddle(INDArray x) {
    long length = x.size(1);
    long stage = Summation.stage(length);
    if (x.size(2) == 1 && length % stage == 0 && OneDnnRowSums.isFaster(x, stage)) {
      INDArray sums = OneDnnRowSums.rows(x.reshape('c', -1, stage));
      return length == stage
          ? sums.reshape('c', x.size(0), 1)
          : sumMiddle(sums.reshape('c', x.size(0), length / stage, 1));
    }
    return super.sumMiddle(x);
  }

  @Override
  public void relu(INDArray x, INDArray out) {
    if (OneDnnRelu.isFaster(x) && FloatBlocks.canRead(x, out)) {
      relus.with(x.length(), relu -> relu.run(x, out));
    } else {
      super.relu(x, out);
    }
  }

  @Override
  public void reluBackward(INDArray y, INDArray gradient, INDArray out) {
    if (OneDnnRelu.isFaster(y) && FloatBlocks.canRead(y, gradient, out)) {
      reluGradients.with(y.length(), relu -> relu.run(y, gradient, out));
    } else {
      super.reluBackward(y, gradient, out);
    }
  }

  @Override
  public void apply(ElementFunction function, INDArray x, INDArray out) {
    if (OneDnnEltwise.isFaster(function, x)) {
      functions.with(shape(function, x), f -> f.run(x, out));
    } else if (function == ElementFunction.EXP && OneDnnEltwise.isFaster(x) && x != out) {
      functions.with(shape(function, x), f -> f.run(x, out));
      // exp(x) > x, so this only brings NaN back
      var largest = OneDnnArithmetic.Shape.largest(x.length());
      arithmetic.with(largest, primitive -> primitive.run(out, x, out));
    } else {
      super.apply(function, x, out);
    }
  }

  @Override
  public void applyBackward(
      ElementFunction function, INDArray known, INDArray gradient, INDArray out) {
    if (function == ElementFunction.EXP) {
      arithmetic(Arithmetic.MULTIPLY, known, gradient, out);
    } else if (function == ElementFunction.LOG) {
      arithmetic(Arithmetic.DIVIDE, gradient, known, out);
    } else if (OneDnnEltwise.isFasterBackward(function, known)) {
      functions.with(shape(function, known), f -> f.runBackward(known, gradient, out));
    } else {
      super.applyBackward(function, known, gradient, out);
    }
  }

  private static OneDnnEltwise.Shape shape(ElementFunction function, INDArray x) {
    return OneDnnEltwise.Shape.of(function, x.length());
  }

  @Override
  public void generalRelu(INDArray x, double leak, double sub, double max, INDArray out) {
    if (isLeaky(x, leak, max) && sub == 0) {
      functions.with(OneDnnEltwise.Shape.leakyRelu(leak, x.length()), f -> f.run(x, out));
    } else {
      super.generalRelu(x, leak, sub, max, out);
    }
  }

  @Override
  public void generalReluBackward(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out) {
    var shape = new OneDnnLeakyReluGradient.Shape((float) leak, x.length());
    if (isLeaky(x, leak, max) && OneDnnSlope.isExact((float) leak)) {
      leakyReluGradients.with(shape, leaky -> leaky.run(x, gradient, out));
    } else {
      super.generalReluBackward(x, gradient, leak, sub, max, out);
    }
  }

  @Override
  public void elu(INDArray x, double alpha, INDArray out) {
    if (OneDnnEltwise.isFaster(x)) {
      functions.with(OneDnnEltwise.Shape.elu(alpha, x.length()), f -> f.run(x, out));
    } else {
      super.elu(x, alpha, out);
    }
  }

  @Override
  public void eluBackward(INDArray x, INDArray gradient, double alpha, INDArray out) {
    if (OneDnnEltwise.isFaster(x)) {
      functions.with(
          OneDnnEltwise.Shape.elu(alpha, x.length()), f -> f.runBackward(x, gradient, out));
    } else {
      super.eluBackward(x, gradient, alpha, out);
    }
  }

  /** Without a leak, oneDNN would replace NaN by 0. */
  private static boolean isLeaky(INDArray x, double leak, double max) {
    return (float) leak != 0 && max == Double.POSITIVE_INFINITY && OneDnnEltwise.isFaster(x);
  }

  @Override
  public INDArray softmax(INDArray x, int dim) {
    if (!OneDnnSoftmax.isFast(x)) {
      return super.softmax(x, dim);
    }
    return RowsAlong.compute(
        dim, rows -> softmaxes.with(shape(rows[0]), softmax -> softmax.run(rows[0], rows[1])), x);
  }

  @Override
  public INDArray softmaxBackward(INDArray y, INDArray gradient, int dim) {
    if (!OneDnnSoftmax.isFast(y)) {
      return super.softmaxBackward(y, gradient, dim);
    }
    return RowsAlong.compute(
        dim,
        rows ->
            softmaxes.with(
                shape(rows[0]), softmax -> softmax.runBackward(rows[0], rows[1], rows[2])),
        y,
        gradient);
  }

  @Override
  public INDArray logSoftmax(INDArray x, int dim) {
    if (!OneDnnSoftmax.isFast(x) || x.size(dim) == 1) { // the logarithm of 1 is exactly 0
      return super.logSoftmax(x, dim);
    }
    return RowsAlong.compute(
        dim,
        rows -> logSoftmaxes.with(shape(rows[0]), softmax -> softmax.run(rows[0], rows[1])),
        x);
  }

  @Override
  public INDArray logSoftmaxBackward(INDArray y, INDArray gradient, int dim) {
    if (!OneDnnSoftmax.isFast(y) || y.size(dim) == 1) {
      return super.logSoftmaxBackward(y, gradient, dim);
    }
    return RowsAlong.compute(
        dim,
        rows ->
            logSoftmaxes.with(
                shape(rows[0]), softmax -> softmax.runBackward(rows[0], rows[1], rows[2])),
        y,
        gradient);
  }

  private static OneDnnSoftmax.Shape shape(INDArray rows) {
    return new OneDnnSoftmax.Shape(rows.size(0), rows.size(1));
  }

  @Override
  public GroupNormalized groupNorm(
      INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps) {
    if (weight == null || bias == null || !OneDnnLayerNorm.fits(x)) {
      return super.groupNorm(x, weight, bias, eps);
    }
    INDArray out = Layout.emptyLike(x);
    Moments moments =
        new Moments(
            Layout.empty(DataType.FLOAT, x.size(0)), Layout.empty(DataType.FLOAT, x.size(0)));
    norms.with(shape(x, eps), norm -> norm.run(x, weight, bias, moments, out));
    return new GroupNormalized(out, moments);
  }

  @Override
  public NormGradients groupNormBackward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Wanted wanted) {
    boolean own = moments.mean().dataType() == DataType.FLOAT;
    if (!own || weight == null || !wanted.input() || !OneDnnLayerNorm.fits(x)) {
      return super.groupNormBackward(x, gradient, moments, weight, eps, wanted);
    }
    OneDnnLayerNorm.Shape shape = shape(x, eps);
    INDArray forInput = Layout.emptyLike(x);
    INDArray forWeight = Layout.empty(DataType.FLOAT, shape.parts(), shape.columns());
    INDArray forBias = Layout.empty(DataType.FLOAT, shape.parts(), shape.columns());
    norms.with(
        shape,
        norm -> norm.runBackward(x, gradient, moments, weight, forInput, forWeight, forBias));
    return new NormGradients(
        forInput,
        wanted.weight() ? sum(forWeight, 0) : null,
        wanted.bias() ? sum(forBias, 0) : null);
  }

  @Override
  protected void normImages(
      INDArray x,
      INDArray gradient,
      INDArray out,
      int channels,
      int places,
      Consumer<ImageNorm> use) {
    OneDnnImage.Shape shape = new OneDnnImage.Shape(channels, places);
    if (Layout.isRowMajor(x) || !shape.isFaster()) {
      super.normImages(x, gradient, out, channels, places, use);
      return;
    }
    OneDnn.alone(
        () ->
            images.with(
                shape,
                passes -> {
                  if (passes.isFast()) {
                    use.accept(new OneDnnImageNorm(passes, x, gradient, out, channels, places));
                  } else {
                    super.normImages(x, gradient, out, channels, places, use);
                  }
                }));
  }

  private static OneDnnLayerNorm.Shape shape(INDArray x, double eps) {
    return new OneDnnLayerNorm.Shape(x.size(0), x.size(2), (float) eps);
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
    if (!FloatBlocks.canRead(inputs, end.h())) {
      return super.recurrence(how, inputs, weight, bias, start, outputs, end);
    }
    RecurrentSteps steps =
        new RecurrentSteps(
            inputs,
            how.cell().splitsSums() ? contributions(bias, inputs) : null,
            Layout.empty(DataType.FLOAT, outputs.shape()),
            how.cell().hasMemory() ? Layout.empty(DataType.FLOAT, outputs.shape()) : null);
    new OneDnnRecurrence(how, steps)
        .forward(Layout.contiguous(weight.transpose()), start, outputs, end);
    return steps;
  }

  private static INDArray contributions(@Nullable INDArray bias, INDArray inputs) {
    INDArray rows = Layout.empty(DataType.FLOAT, inputs.size(0) * inputs.size(1), inputs.size(2));
    HostMemory.writeRows(
        bias == null
            ? new float[(int) inputs.size(2)]
            : HostMemory.readFloats(Layout.contiguous(bias)),
        rows);
    return rows.reshape('c', inputs.shape());
  }

  @Override
  public RecurrentGradients recurrenceBackward(
      Recurrence how, RecurrentSteps steps, INDArray weight, INDArray outputs, RecurrentState end) {
    if (!FloatBlocks.canRead(steps.gates(), end.h())) {
      return super.recurrenceBackward(how, steps, weight, outputs, end);
    }
    RecurrentState start =
        new RecurrentState(
            Layout.empty(DataType.FLOAT, end.h().shape()),
            end.c() == null ? null : Layout.empty(DataType.FLOAT, end.h().shape()));
    new OneDnnRecurrence(how, steps).backward(weight, outputs, end, start);
    return new RecurrentGradients(steps.gates(), steps.sums(), start);
  }

  @Override
  public void matmul(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
    if (out.dataType() != DataType.FLOAT || a.isEmpty() || out.isEmpty()) {
      super.matmul(a, transposeA, b, transposeB, out);
      return;
    }
    long rows = out.size(-2);
    long columns = out.size(-1);
    long terms = a.size(transposeA ? -2 : -1);
    new OneDnnProduct(rows, terms, columns, transposeA, transposeB, false)
        .run(out.length() / (rows * columns), Layout.contiguous(a), Layout.contiguous(b), out);
  }

  @Override
  public Attention.Result attention(Attention given) {
    return OneDnnAttention.fits(given)
        ? new OneDnnAttention(given, softmaxes).forward()
        : super.attention(given);
  }

  @Override
  public Attention.Gradients attentionBackward(
      Attention given, INDArray weights, INDArray gradient, boolean wantsScores) {
    return OneDnnAttention.fits(given)
        ? new OneDnnAttention(given, softmaxes).backward(weights, gradient, wantsScores)
        : super.attentionBackward(given, weights, gradient, wantsScores);
  }

  @Override
  public void linear(INDArray x, INDArray weight, @Nullable INDArray bias, INDArray out) {
    if (bias == null || out.dataType() != DataType.FLOAT || x.isEmpty() || out.isEmpty()) {
      super.linear(x, weight, bias, out);
      return;
    }
    HostMemory.writeRows(HostMemory.readFloats(Layout.contiguous(bias)), out);
    new OneDnnProduct(out.size(0), x.size(1), out.size(1), false, true, true)
        .run(1, x, Layout.contiguous(weight), out);
  }

  @Override
  public INDArray conv2d(
      INDArray x, INDArray weight, @Nullable INDArray bias, Window window, boolean relu) {
    if (x.dataType() != DataType.FLOAT) {
      return super.conv2d(x, weight, bias, window, relu);
    }
    NanGuard guard = guards.get();
    double bound = relu ? guard.bound(x, weight, bias) : Double.NaN;
    boolean inOne = !Double.isNaN(bound);
    INDArray result = window.emptyResult(x, weight.size(0));
    INDArray images = Layout.channelsLast(x);
    INDArray filters = Layout.contiguous(weight);
    INDArray biases = bias == null ? null : Layout.contiguous(bias);
    convolutions.with(
        shape(x, weight, bias, window, inOne),
        convolution -> convolution.run(images, filters, biases, result));
    if (inOne) {
      guard.know(result, bound);
    } else if (relu) {
      relu(result, result);
    }
    return Layout.channelsFirst(result);
  }

  @Override
  public ConvGradients conv2dBackward(
      INDArray x, INDArray weight, INDArray gradient, Window window, Wanted wanted) {
    if (x.dataType() != DataType.FLOAT || !(wanted.input() || wanted.weight())) {
      return super.conv2dBackward(x, weight, gradient, window, wanted);
    }
    INDArray images = Layout.channelsLast(x);
    INDArray results = Layout.channelsLast(gradient);
    INDArray filters = Layout.contiguous(weight);
    INDArray forWeight = wanted.weight() ? Layout.empty(DataType.FLOAT, weight.shape()) : null;
    INDArray forBias = wanted.bias() ? biasGradient(forWeight, gradient) : null;
    INDArray forImages = wanted.input() ? Layout.emptyLike(images) : null;
    convolutions.with(
        shape(x, weight, forBias, window, false),
        convolution -> {
          if (forWeight != null) {
            convolution.runForWeights(images, results, forWeight, forBias);
          }
          if (forImages != null) {
            convolution.runForImages(filters, results, forImages);
          }
        });
    return new ConvGradients(
        forImages == null ? null : Layout.channelsFirst(forImages), forWeight, forBias);
  }

  /**
   * The gradient of the bias. If {@code forWeight} is given, it is computed together with that, and
   * this is only the array to write it to.
   */
  private INDArray biasGradient(@Nullable INDArray forWeight, INDArray gradient) {
    return forWeight == null
        ? biasGradient(gradient)
        : Layout.empty(DataType.FLOAT, forWeight.size(0));
  }

  @Override
  public INDArray averagePool(INDArray x, Window window) {
    if (x.dataType() != DataType.FLOAT) {
      return super.averagePool(x, window);
    }
    INDArray images = Layout.channelsLast(x);
    INDArray result = window.emptyResult(x, x.size(1));
    pools.with(shape(x, window), pool -> pool.run(images, result));
    return Layout.channelsFirst(result);
  }

  @Override
  public INDArray averagePoolBackward(INDArray x, INDArray gradient, Window window) {
    if (x.dataType() != DataType.FLOAT) {
      return super.averagePoolBackward(x, gradient, window);
    }
    INDArray results = Layout.channelsLast(gradient);
    INDArray forImages = Layout.empty(DataType.FLOAT, x.size(0), x.size(2), x.size(3), x.size(1));
    pools.with(shape(x, window), pool -> pool.runBackward(results, forImages));
    return Layout.channelsFirst(forImages);
  }

  private static OneDnnAveragePool.Shape shape(INDArray x, Window window) {
    return new OneDnnAveragePool.Shape(x.size(0), x.size(1), x.size(2), x.size(3), window);
  }

  /** One copy, from a view in which the pixels are repeated. */
  @Override
  public INDArray upsampleNearest(INDArray images, int scale) {
    if (!OneDnnCopy.isFaster(images, images)) {
      return super.upsampleNearest(images, scale);
    }
    long[] size = images.shape();
    long[] repeated = {size[0] * size[1], scale, size[2], scale, size[3]};
    INDArray pixels = images.reshape('c', repeated[0], 1, size[2], 1, size[3]);
    INDArray result =
        Layout.empty(DataType.FLOAT, size[0], size[1] * scale, size[2] * scale, size[3]);
    copy(Layout.repeated(pixels, repeated), result.reshape('c', repeated));
    return result;
  }

  /** Means over windows. A power of two makes sums of them, and only subnormal ones are rounded. */
  @Override
  public INDArray upsampleNearestBackward(INDArray gradient, int scale) {
    if (gradient.dataType() != DataType.FLOAT || Integer.bitCount(scale) != 1) {
      return super.upsampleNearestBackward(gradient, scale);
    }
    INDArray images = Layout.channelsFirst(gradient);
    Window window = Window.square(scale, scale, 0);
    INDArray result = window.emptyResult(images, images.size(1));
    pools.with(shape(images, window), pool -> pool.run(gradient, result));
    affine(result, window.area(), 0, result);
    return result;
  }

  private static OneDnnConvolution.Shape shape(
      INDArray x, INDArray weight, @Nullable INDArray bias, Window window, boolean relu) {
    return new OneDnnConvolution.Shape(
        x.size(0),
        x.size(1),
        x.size(2),
        x.size(3),
        weight.size(0),
        Kernels.groups(x, weight),
        window,
        bias != null,
        relu);
  }
}
