package ai.miniai.kernels;

import ai.miniai.array.BitBlocks;
import ai.miniai.array.Broadcast;
import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.array.Stretched;
import ai.miniai.array.Summation;
import ai.miniai.histogram.Bins;
import ai.miniai.kernels.elementwise.Arithmetic;
import ai.miniai.kernels.elementwise.CpuClamp;
import ai.miniai.kernels.elementwise.CpuElu;
import ai.miniai.kernels.elementwise.CpuFunctions;
import ai.miniai.kernels.elementwise.CpuGeneralRelu;
import ai.miniai.kernels.elementwise.CpuPrelu;
import ai.miniai.kernels.elementwise.CpuRelu;
import ai.miniai.kernels.elementwise.ElementFunction;
import ai.miniai.kernels.histogram.CpuDistribution;
import ai.miniai.kernels.loss.CpuElementLoss;
import ai.miniai.kernels.loss.ElementLoss;
import ai.miniai.kernels.softmax.CpuCrossEntropy;
import ai.miniai.kernels.softmax.CpuLabelScores;
import ai.miniai.kernels.softmax.CpuSoftmax;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernels in plain Java where that is faster than ND4J's operations; otherwise the portable ones.
 * Needs arrays in CPU memory.
 */
public class CpuKernels extends PortableKernels {
  @Override
  public boolean readMemory() {
    return true;
  }

  @Override
  public double[] read(INDArray x) {
    boolean asItIs = x.dataType() == DataType.FLOAT || x.dataType() == DataType.DOUBLE;
    return asItIs && !x.isEmpty() ? HostMemory.read(Layout.contiguous(x)) : super.read(x);
  }

  @Override
  public List<double[]> read(List<INDArray> arrays) {
    return arrays.stream().map(this::read).toList();
  }

  @Override
  public float[] readFloats(INDArray x) {
    return x.dataType() == DataType.FLOAT && !x.isEmpty()
        ? HostMemory.readFloats(Layout.contiguous(x))
        : super.readFloats(x);
  }

  @Override
  public long[] readLongs(INDArray x) {
    return x.dataType() == DataType.INT64 && !x.isEmpty()
        ? HostMemory.readLongs(Layout.contiguous(x))
        : super.readLongs(x);
  }

  @Override
  public INDArray upload(float[] values) {
    INDArray array = Layout.empty(DataType.FLOAT, values.length);
    HostMemory.write(values, array);
    return array;
  }

  @Override
  public INDArray upload(byte[] values, float divisor) {
    INDArray array = Layout.empty(DataType.FLOAT, values.length);
    HostMemory.write(values, divisor, array);
    return array;
  }

  @Override
  public void write(float[] row, int from, INDArray out) {
    if (FloatBlocks.canRead(out) && Layout.isRowMajor(out)) {
      HostMemory.write(row, from, out);
    } else {
      super.write(row, from, out);
    }
  }

  @Override
  public void copy(INDArray x, INDArray out) {
    if (FloatBlocks.canRead(x, out) && Layout.sameLayout(x, out)) {
      HostMemory.copy(Layout.inMemoryOrder(x), Layout.inMemoryOrder(out));
    } else {
      super.copy(x, out);
    }
  }

  @Override
  public void addScaled(INDArray y, double factor, INDArray x) {
    if (FloatBlocks.canRead(x, y) && Layout.isRowMajor(x) && Layout.isRowMajor(y)) {
      float scale = (float) factor;
      FloatBlocks.of(x, y, y)
          .write((blocks, n) -> addScaled(blocks[1], scale, blocks[0], n, blocks[2]));
    } else {
      super.addScaled(y, factor, x);
    }
  }

  private static void addScaled(float[] y, float factor, float[] x, int length, float[] out) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.fma(factor, x[i], y[i]);
    }
  }

  @Override
  public void adam(
      INDArray weight, INDArray gradient, INDArray mean, INDArray square, AdamStep step) {
    INDArray[] all = {weight, gradient, mean, square};
    if (FloatBlocks.canRead(all) && Arrays.stream(all).allMatch(Layout::isRowMajor)) {
      CpuAdam.step(weight, gradient, mean, square, step);
    } else {
      super.adam(weight, gradient, mean, square, step);
    }
  }

  @Override
  public void choose(INDArray condition, INDArray a, INDArray b, INDArray out) {
    if (FloatBlocks.canRead(a, b, out) && BitBlocks.canReadTruths(condition)) {
      CpuChoice.choose(condition, a, b, out);
    } else {
      super.choose(condition, a, b, out);
    }
  }

  @Override
  public void extremum(boolean larger, INDArray a, INDArray b, INDArray out) {
    if (FloatBlocks.canRead(a, b, out)) {
      CpuChoice.extremum(larger, a, b, out);
    } else {
      super.extremum(larger, a, b, out);
    }
  }

  @Override
  public void extremumBackward(
      boolean larger, INDArray x, INDArray other, INDArray gradient, INDArray out) {
    if (FloatBlocks.canRead(x, other, gradient, out)) {
      CpuChoice.differentiateExtremum(larger, x, other, gradient, out);
    } else {
      super.extremumBackward(larger, x, other, gradient, out);
    }
  }

  @Override
  public INDArray extreme(boolean largest, INDArray x, int... dims) {
    if (CpuMiddleExtreme.fits(x, dims)) {
      return CpuMiddleExtreme.of(largest, x, dims);
    }
    return FloatBlocks.canRead(x) && CpuExtreme.fits(x, dims)
        ? CpuExtreme.of(largest, x, dims)
        : super.extreme(largest, x, dims);
  }

  @Override
  public INDArray cumsum(INDArray x, int dim, boolean fromTheEnd) {
    return FloatBlocks.canRead(x)
        ? CpuCumsum.of(x, dim, fromTheEnd)
        : super.cumsum(x, dim, fromTheEnd);
  }

  @Override
  public INDArray extremeBackward(INDArray x, INDArray y, INDArray gradient, int... dims) {
    if (CpuMiddleExtreme.fits(x, dims) && FloatBlocks.canRead(y, gradient)) {
      return CpuMiddleExtreme.differentiate(x, y, gradient, dims);
    }
    return FloatBlocks.canRead(x, y, gradient) && CpuExtreme.fits(x, dims)
        ? CpuExtreme.differentiate(x, y, gradient, dims)
        : super.extremeBackward(x, y, gradient, dims);
  }

  @Override
  public INDArray arithmetic(Arithmetic op, INDArray a, INDArray b) {
    return Broadcast.compute(a, b, (left, right, out) -> broadcast(op, left, right, out));
  }

  /** See {@link Broadcast.Body}. */
  protected void broadcast(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    if (CpuArithmetic.fits(a, b, out)) {
      CpuArithmetic.broadcast(op, a, b, out);
    } else {
      Broadcast.apply(op.nd4j(), a, b, out);
    }
  }

  @Override
  public void arithmetic(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    if (FloatBlocks.canRead(a, b, out)) {
      CpuArithmetic.apply(op, a, b, out);
    } else {
      super.arithmetic(op, a, b, out);
    }
  }

  @Override
  public void affine(INDArray x, double scale, double shift, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuArithmetic.affine(x, (float) scale, (float) shift, out);
    } else {
      super.affine(x, scale, shift, out);
    }
  }

  @Override
  public INDArray expand(INDArray x, long... shape) {
    return FloatBlocks.canRead(x) && Stretched.fits(x) && fits(Shapes.count(shape), 1)
        ? CpuRepeat.expand(x, shape)
        : super.expand(x, shape);
  }

  @Override
  public INDArray sum(INDArray x, int... dims) {
    if (dims.length == x.rank() && FloatBlocks.canRead(x)) {
      return CpuSum.all(x);
    }
    boolean columns = x.rank() == 2 && dims.length == 1 && dims[0] == 0;
    return columns && FloatBlocks.canRead(x) && Layout.isRowMajor(x)
        ? CpuSum.columns(x)
        : Summation.over(x, this::sumMiddle, dims);
  }

  /** {@link Summation.Middle}: sums a row-major array [a, n, b] over n. */
  protected INDArray sumMiddle(INDArray x) {
    return CpuSum.middle(x);
  }

  @Override
  public void elementLoss(ElementLoss f, double parameter, INDArray x, INDArray y, INDArray out) {
    if (FloatBlocks.canRead(x, y, out)) {
      new CpuElementLoss(f, parameter).apply(x, y, out);
    } else {
      super.elementLoss(f, parameter, x, y, out);
    }
  }

  @Override
  public double elementLossSum(
      ElementLoss f,
      double parameter,
      INDArray x,
      INDArray y,
      double scale,
      @Nullable INDArray slope) {
    return FloatBlocks.canRead(x, y)
        ? new CpuElementLoss(f, parameter).sum(x, y, scale, slope)
        : super.elementLossSum(f, parameter, x, y, scale, slope);
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
    if (FloatBlocks.canRead(x, y, out)) {
      new CpuElementLoss(f, parameter).differentiate(x, y, toTarget, factor, gradient, out);
    } else {
      super.elementLossBackward(f, parameter, x, y, toTarget, factor, gradient, out);
    }
  }

  @Override
  public INDArray crossEntropy(INDArray logits, INDArray labels) {
    return FloatBlocks.canRead(logits)
        ? CpuCrossEntropy.of(logits, labels)
        : super.crossEntropy(logits, labels);
  }

  @Override
  public INDArray crossEntropyBackward(INDArray logits, INDArray labels, INDArray gradient) {
    return FloatBlocks.canRead(logits)
        ? CpuCrossEntropy.gradient(logits, labels, HostMemory.readFloats(gradient)[0])
        : super.crossEntropyBackward(logits, labels, gradient);
  }

  @Override
  public double sumAtLabels(INDArray scores, INDArray labels) {
    return FloatBlocks.canRead(scores)
        ? CpuLabelScores.sum(scores, labels)
        : super.sumAtLabels(scores, labels);
  }

  @Override
  public void markLabels(INDArray labels, double value, INDArray out) {
    if (FloatBlocks.canRead(out)) {
      CpuLabelScores.mark(labels, value, out);
    } else {
      super.markLabels(labels, value, out);
    }
  }

  @Override
  public INDArray distribution(INDArray x, Bins bins) {
    return Nd4j.createFromArray(CpuDistribution.summary(x, bins));
  }

  @Override
  public INDArray argmax(INDArray x, int dim) {
    boolean rows = x.rank() == 2 && dim == 1 && Layout.isRowMajor(x);
    return rows && FloatBlocks.canRead(x)
        ? Nd4j.createFromArray(CpuArgmax.ofRows(x))
        : super.argmax(x, dim);
  }

  @Override
  public INDArray bestClass(INDArray scores) {
    return Nd4j.createFromArray(CpuArgmax.orNone(read(scores), (int) scores.size(0)));
  }

  @Override
  public INDArray hits(INDArray scores, INDArray labels) {
    long[] best = CpuArgmax.orNone(read(scores), (int) scores.size(0));
    long[] wanted = readLongs(labels);
    int hits = 0;
    for (int i = 0; i < best.length; i++) {
      hits += best[i] == wanted[i] ? 1 : 0;
    }
    INDArray result = Layout.empty(DataType.FLOAT);
    HostMemory.write(new float[] {hits}, result);
    return result;
  }

  @Override
  public INDArray constant(INDArray x, int dim) {
    return Nd4j.createFromArray(ConstantUnits.onHost(x, dim));
  }

  @Override
  public INDArray maxPool(INDArray x, Window window) {
    return FloatBlocks.canRead(x) && CpuMaxPool.fits(x)
        ? CpuMaxPool.forward(x, window)
        : super.maxPool(x, window);
  }

  @Override
  public INDArray maxPoolBackward(INDArray x, INDArray gradient, Window window) {
    return FloatBlocks.canRead(x, gradient) && CpuMaxPool.fits(x)
        ? CpuMaxPool.backward(x, gradient, window)
        : super.maxPoolBackward(x, gradient, window);
  }

  /** Whether an array of {@code count} · {@code width} values has indices that fit into an int. */
  private static boolean fits(long count, long width) {
    return count <= Integer.MAX_VALUE / width;
  }

  @Override
  public INDArray upsampleNearest(INDArray images, int scale) {
    return FloatBlocks.canRead(images) && fits(images.length(), (long) scale * scale)
        ? CpuUpsample.forward(images, scale)
        : super.upsampleNearest(images, scale);
  }

  @Override
  public INDArray upsampleNearestBackward(INDArray gradient, int scale) {
    return FloatBlocks.canRead(gradient)
        ? CpuUpsample.backward(gradient, scale)
        : super.upsampleNearestBackward(gradient, scale);
  }

  @Override
  public INDArray resample(INDArray x, Resampling resampling) {
    return FloatBlocks.canRead(x) && fits(x.size(0) * resampling.places(), x.size(2))
        ? CpuResampling.resample(x, resampling)
        : super.resample(x, resampling);
  }

  @Override
  public INDArray gatherRows(INDArray tables, INDArray indices) {
    return FloatBlocks.canRead(tables) && fits(tables.size(0) * indices.length(), tables.size(2))
        ? CpuGatherRows.gather(tables, indices)
        : super.gatherRows(tables, indices);
  }

  @Override
  public INDArray scatterAddRows(INDArray rows, INDArray indices, long count) {
    return FloatBlocks.canRead(rows) && fits(rows.size(0) * count, rows.size(2))
        ? CpuScatterAddRows.scatterAdd(rows, indices, Math.toIntExact(count))
        : super.scatterAddRows(rows, indices, count);
  }

  @Override
  public void clamp(INDArray x, double min, double max, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuClamp.apply(x, (float) min, (float) max, out);
    } else {
      super.clamp(x, min, max, out);
    }
  }

  @Override
  public void clampBackward(INDArray x, INDArray y, INDArray gradient, INDArray out) {
    if (FloatBlocks.canRead(x, y, gradient, out)) {
      CpuClamp.differentiate(x, y, gradient, out);
    } else {
      super.clampBackward(x, y, gradient, out);
    }
  }

  @Override
  public void relu(INDArray x, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuRelu.apply(x, out);
    } else {
      super.relu(x, out);
    }
  }

  @Override
  public void reluBackward(INDArray x, INDArray gradient, INDArray out) {
    if (FloatBlocks.canRead(x, gradient, out)) {
      CpuRelu.differentiate(x, gradient, out);
    } else {
      super.reluBackward(x, gradient, out);
    }
  }

  @Override
  public void apply(ElementFunction function, INDArray x, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuFunctions.apply(function, x, out);
    } else {
      super.apply(function, x, out);
    }
  }

  @Override
  public void applyBackward(
      ElementFunction function, INDArray known, INDArray gradient, INDArray out) {
    if (FloatBlocks.canRead(known, gradient, out)) {
      CpuFunctions.differentiate(function, known, gradient, out);
    } else {
      super.applyBackward(function, known, gradient, out);
    }
  }

  @Override
  public void generalRelu(INDArray x, double leak, double sub, double max, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuGeneralRelu.apply(x, leak, sub, max, out);
    } else {
      super.generalRelu(x, leak, sub, max, out);
    }
  }

  @Override
  public void generalReluBackward(
      INDArray x, INDArray gradient, double leak, double sub, double max, INDArray out) {
    if (FloatBlocks.canRead(x, gradient, out)) {
      CpuGeneralRelu.backward(x, gradient, leak, sub, max, out);
    } else {
      super.generalReluBackward(x, gradient, leak, sub, max, out);
    }
  }

  @Override
  public void elu(INDArray x, double alpha, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuElu.apply(x, alpha, out);
    } else {
      super.elu(x, alpha, out);
    }
  }

  @Override
  public void eluBackward(INDArray x, INDArray gradient, double alpha, INDArray out) {
    if (FloatBlocks.canRead(x, gradient, out)) {
      CpuElu.differentiate(x, gradient, alpha, out);
    } else {
      super.eluBackward(x, gradient, alpha, out);
    }
  }

  @Override
  public void prelu(INDArray x, INDArray weight, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuPrelu.apply(x, weight, out);
    } else {
      super.prelu(x, weight, out);
    }
  }

  @Override
  public INDArray preluBackward(INDArray x, INDArray gradient, INDArray weight, INDArray out) {
    return FloatBlocks.canRead(x, gradient, out)
        ? CpuPrelu.differentiate(x, gradient, weight, out)
        : super.preluBackward(x, gradient, weight, out);
  }

  @Override
  public INDArray softmax(INDArray x, int dim) {
    return FloatBlocks.canRead(x) ? new CpuSoftmax(dim).softmax(x) : super.softmax(x, dim);
  }

  @Override
  public INDArray logSoftmax(INDArray x, int dim) {
    return FloatBlocks.canRead(x) ? new CpuSoftmax(dim).logSoftmax(x) : super.logSoftmax(x, dim);
  }

  @Override
  public INDArray softmaxBackward(INDArray y, INDArray gradient, int dim) {
    return FloatBlocks.canRead(y, gradient)
        ? new CpuSoftmax(dim).softmaxBackward(y, gradient)
        : super.softmaxBackward(y, gradient, dim);
  }

  @Override
  public INDArray logSoftmaxBackward(INDArray y, INDArray gradient, int dim) {
    return FloatBlocks.canRead(y, gradient)
        ? new CpuSoftmax(dim).logSoftmaxBackward(y, gradient)
        : super.logSoftmaxBackward(y, gradient, dim);
  }

  @Override
  public Moments moments(INDArray x) {
    return FloatBlocks.canRead(x) ? CpuBatchNorm.moments(x) : super.moments(x);
  }

  @Override
  public void batchNorm(
      INDArray x, Moments moments, INDArray weight, INDArray bias, double eps, INDArray out) {
    if (FloatBlocks.canRead(x, out)) {
      CpuBatchNorm.normalise(x, moments, weight, bias, eps, out);
    } else {
      super.batchNorm(x, moments, weight, bias, eps, out);
    }
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
    return FloatBlocks.canRead(x, gradient)
        ? CpuBatchNorm.backward(x, gradient, moments, weight, eps, own, wanted)
        : super.batchNormBackward(x, gradient, moments, weight, eps, own, wanted);
  }

  @Override
  public GroupNormalized groupNorm(
      INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps) {
    if (!FloatBlocks.canRead(x) || CpuLayerNorm.isTooLong(x)) {
      return super.groupNorm(x, weight, bias, eps);
    }
    return x.size(3) == 1
        ? CpuLayerNorm.forward(x, weight, bias, eps)
        : CpuGroupNorm.forward(this::normImages, x, weight, bias, eps);
  }

  @Override
  public NormGradients groupNormBackward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Wanted wanted) {
    if (!FloatBlocks.canRead(x, gradient) || CpuLayerNorm.isTooLong(x)) {
      return super.groupNormBackward(x, gradient, moments, weight, eps, wanted);
    }
    return x.size(3) == 1
        ? CpuLayerNorm.backward(x, gradient, moments, weight, eps, wanted)
        : CpuGroupNorm.backward(this::normImages, x, gradient, moments, weight, eps, wanted);
  }

  /** Calls {@code use} with the loops of group normalisation over images, for one thread. */
  protected void normImages(
      INDArray x,
      INDArray gradient,
      INDArray out,
      int channels,
      int places,
      Consumer<ImageNorm> use) {
    use.accept(
        Layout.isRowMajor(x)
            ? new RowMajorNorm(x, gradient, out, channels, places)
            : new ChannelsLastNorm(x, gradient, out, channels, places));
  }

  @Override
  public INDArray rmsNorm(INDArray x, @Nullable INDArray weight, double eps) {
    return CpuRmsNorm.fits(x) ? CpuRmsNorm.forward(x, weight, eps) : super.rmsNorm(x, weight, eps);
  }

  @Override
  public NormGradients rmsNormBackward(
      INDArray x, INDArray gradient, @Nullable INDArray weight, double eps, Wanted wanted) {
    boolean single = x.size(1) == 1; // these loops would lose nearly all digits
    return !single && CpuRmsNorm.fits(x, gradient)
        ? CpuRmsNorm.backward(x, gradient, weight, eps, wanted)
        : super.rmsNormBackward(x, gradient, weight, eps, wanted);
  }
}
