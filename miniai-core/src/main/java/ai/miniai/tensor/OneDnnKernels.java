package ai.miniai.tensor;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernels for the processor with oneDNN called directly for float32: primitives are made once
 * for each shape. float64 goes the portable way.
 *
 * <p>oneDNN's ReLU makes 0 of NaN, which would hide a disease. It is used only behind a convolution
 * of finite numbers, where a NaN could only come of an overflow.
 */
final class OneDnnKernels extends CpuKernels {
  /** Shapes that are not used any more give way: each holds weights in oneDNN's order. */
  private final LoadingCache<OneDnnConvolution.Shape, OneDnnConvolution> convolutions =
      CacheBuilder.newBuilder().maximumSize(256).build(CacheLoader.from(OneDnnConvolution::new));

  private final NanGuard guard = new NanGuard();

  private final LoadingCache<Long, OneDnnRelu> relus =
      CacheBuilder.newBuilder().maximumSize(256).build(CacheLoader.from(OneDnnRelu::new));

  /**
   * Throws a {@link LinkageError} if oneDNN is not there for this machine. ND4J comes first, so
   * that its OpenMP, the newer one, is the one that both use.
   */
  OneDnnKernels() {
    Nd4j.getEnvironment();
    OneDnn.load();
  }

  @Override
  public synchronized void relu(INDArray x, INDArray out) {
    if (x.dataType() == DataType.FLOAT && guard.isHarmlessProduct(x)) {
      relus.getUnchecked(x.length()).run(x, out);
      guard.know(out);
    } else {
      super.relu(x, out);
    }
  }

  @Override
  public synchronized void reluBackward(INDArray x, INDArray gradient, INDArray out) {
    if (x.dataType() == DataType.FLOAT) {
      relus.getUnchecked(x.length()).runBackward(x, gradient, out);
    } else {
      super.reluBackward(x, gradient, out);
    }
  }

  @Override
  public synchronized INDArray conv2d(
      INDArray x, INDArray weight, @Nullable INDArray bias, Window window, boolean relu) {
    if (x.dataType() != DataType.FLOAT) {
      return super.conv2d(x, weight, bias, window, relu);
    }
    boolean inOne = relu && guard.areHarmless(x, weight, bias);
    INDArray result =
        Layout.empty(
            x.dataType(),
            x.size(0),
            window.places(x.size(2)),
            window.places(x.size(3)),
            weight.size(0));
    convolution(x, weight, bias, window, inOne)
        .run(
            channelsLast(x),
            Layout.contiguous(weight),
            bias == null ? null : Layout.contiguous(bias),
            result);
    if (inOne) {
      guard.know(result);
    } else {
      guard.remember(result, x, weight, bias);
    }
    if (relu && !inOne) {
      relu(result, result);
    }
    return channelsFirst(result);
  }

  @Override
  public synchronized ConvGradients conv2dBackward(
      INDArray x,
      INDArray weight,
      @Nullable INDArray bias,
      INDArray gradient,
      Window window,
      boolean inputToo) {
    if (x.dataType() != DataType.FLOAT) {
      return super.conv2dBackward(x, weight, bias, gradient, window, inputToo);
    }
    OneDnnConvolution convolution = convolution(x, weight, bias, window, false);
    INDArray images = channelsLast(x);
    INDArray results = channelsLast(gradient);
    INDArray forWeight = Layout.empty(weight.dataType(), weight.shape());
    INDArray forBias = bias == null ? null : Layout.empty(bias.dataType(), bias.shape());
    convolution.runForWeights(images, results, forWeight, forBias);
    if (!inputToo) {
      return new ConvGradients(null, forWeight, forBias);
    }
    INDArray forImages = Layout.emptyLike(images);
    convolution.runForImages(Layout.contiguous(weight), results, forImages);
    return new ConvGradients(channelsFirst(forImages), forWeight, forBias);
  }

  private OneDnnConvolution convolution(
      INDArray x, INDArray weight, @Nullable INDArray bias, Window window, boolean relu) {
    return convolutions.getUnchecked(
        new OneDnnConvolution.Shape(
            x.size(0),
            x.size(1),
            x.size(2),
            x.size(3),
            weight.size(0),
            window,
            bias != null,
            relu));
  }
}
