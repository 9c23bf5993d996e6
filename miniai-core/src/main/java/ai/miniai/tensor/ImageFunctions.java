package ai.miniai.tensor;

import ai.miniai.kernels.Resampling;
import ai.miniai.kernels.Window;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Functions of a {@link Tensor} of images [batch, channels, height, width]: convolution, pooling
 * and resampling.
 */
sealed interface ImageFunctions extends Sized permits Tensor {

  /**
   * Cross-correlation of images [batch, in, height, width] with weight [out, in, kh, kw] and bias
   * [out] (or null), with zero padding on all four sides. The result is [batch, out, (height +
   * 2·padding − kh) / stride + 1, …].
   */
  default Tensor conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return plain(stride, padding).of(self(), weight, bias);
  }

  /**
   * Cross-correlation with all settings. {@code stride}, {@code padding} and {@code dilation} have
   * one number for both sides, or two: for the height and the width. The height of the result is
   * (height + 2·padding − dilation·(kh − 1) − 1) / stride + 1, rounded down; its width likewise.
   *
   * @param weight of shape [out, in / groups, kh, kw]
   * @param dilation the distance between the pixels under neighbouring values of the weight
   * @param groups divides the channels: each group of out / groups output channels sees only the in
   *     / groups input channels of the same group. If it equals {@code in}, the convolution is
   *     depthwise.
   */
  default Tensor conv2d(
      Tensor weight,
      @Nullable Tensor bias,
      int[] stride,
      int[] padding,
      int[] dilation,
      int groups) {
    return new ConvolutionOp(Spatial.IMAGES, stride, padding, dilation, groups)
        .of(self(), weight, bias);
  }

  /**
   * max({@link #conv2d(Tensor, Tensor, int, int) conv2d}, 0), as a single operation if possible.
   */
  default Tensor conv2dRelu(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return plain(stride, padding).withRelu().of(self(), weight, bias);
  }

  /**
   * max({@link #conv2d(Tensor, Tensor, int[], int[], int[], int) conv2d}, 0), as a single operation
   * if possible.
   */
  default Tensor conv2dRelu(
      Tensor weight,
      @Nullable Tensor bias,
      int[] stride,
      int[] padding,
      int[] dilation,
      int groups) {
    return new ConvolutionOp(Spatial.IMAGES, stride, padding, dilation, groups)
        .withRelu()
        .of(self(), weight, bias);
  }

  private static ConvolutionOp plain(int stride, int padding) {
    return new ConvolutionOp(
        Spatial.IMAGES, new int[] {stride}, new int[] {padding}, new int[] {1}, 1);
  }

  /**
   * The transposed convolution: the gradient of {@link #conv2d} with the same weight, stride and
   * padding with respect to its images. Takes images [batch, in, height, width], weight [in, out,
   * kh, kw] and bias [out] (or null). The result is [batch, out, (height − 1) · stride − 2 ·
   * padding + kh + outputPadding, …].
   *
   * @param outputPadding the size added at the bottom and at the right of the result; at least 0
   *     and less than the stride. With a stride above 1, {@code conv2d} maps several image sizes to
   *     the same result size. This parameter chooses one of them.
   */
  default Tensor convTranspose2d(
      Tensor weight, @Nullable Tensor bias, int stride, int padding, int outputPadding) {
    ConvTransposeOp convolution = new ConvTransposeOp(stride, padding, outputPadding);
    return bias == null
        ? Promotion.floating(convolution, self(), weight)
        : Promotion.floating(convolution, self(), weight, bias);
  }

  /** The largest value in each window of images [batch, channels, height, width]. */
  default Tensor maxPool2d(int size, int stride, int padding) {
    return Pooling.largest(self(), Spatial.IMAGES, Window.square(size, stride, padding), false);
  }

  /**
   * The largest value in each window, whose size, stride and padding have one number for both
   * sides, or two: for the height and the width.
   */
  default Tensor maxPool2d(int[] size, int[] stride, int[] padding) {
    return maxPool2d(size, stride, padding, false);
  }

  /**
   * The mean of each window of images [batch, channels, height, width]; padding counts as zeros
   * (PyTorch's default).
   */
  default Tensor avgPool2d(int size, int stride, int padding) {
    return avgPool2d(size, stride, padding, false);
  }

  /**
   * Like {@link #avgPool2d(int, int, int)}. If {@code ceil} is true, there are also windows that
   * extend beyond the bottom and the right (PyTorch's {@code ceil_mode}). Their mean is over the
   * part inside the image or its padding. Each side then has ⌈(length + 2·padding − size) / stride⌉
   * + 1 window positions. A last window that would start beyond the image and the padding before it
   * is dropped.
   */
  default Tensor avgPool2d(int size, int stride, int padding, boolean ceil) {
    return Pooling.average(self(), Spatial.IMAGES, Window.square(size, stride, padding), ceil);
  }

  /**
   * Like {@link #maxPool2d(int[], int[], int[])}. If {@code ceil} is true, there are also windows
   * that extend beyond the bottom and the right, as many as in {@link #avgPool2d(int, int, int,
   * boolean)}.
   */
  default Tensor maxPool2d(int[] size, int[] stride, int[] padding, boolean ceil) {
    Window window = Spatial.IMAGES.window(size, stride, padding, new int[] {1});
    return Pooling.largest(self(), Spatial.IMAGES, window, ceil);
  }

  /**
   * Average pooling to a given output size. Images [batch, channels, in, in] are divided into
   * {@code height} × {@code width} parts of about the same size; the result is the mean of each
   * part, [batch, channels, height, width]. Part i of n along a side of length L goes from ⌊i·L/n⌋
   * (inclusive) to ⌈(i+1)·L/n⌉ (exclusive), so parts overlap if n does not divide L.
   */
  default Tensor adaptiveAvgPool2d(int height, int width) {
    Window.checkRank(self().outline());
    if (size(2) == height && size(3) == width) {
      return self();
    }
    if (height == 1 && width == 1) {
      return self().mean(new int[] {2, 3}, true);
    }
    boolean equal = height > 0 && width > 0 && size(2) % height == 0 && size(3) % width == 0;
    return resampled(
        "AdaptiveAveragePool",
        Map.of("height", height, "width", width),
        equal && self().length() > 0
            ? x -> meansOfEqualParts(x, height, width)
            : resampling(Resampling.means(size(2), height), Resampling.means(size(3), width)));
  }

  private static Tensor meansOfEqualParts(Tensor x, int height, int width) {
    int[] part = {Math.toIntExact(x.size(2) / height), Math.toIntExact(x.size(3) / width)};
    Window window = Spatial.IMAGES.window(part, part, new int[] {0}, new int[] {1});
    return Pooling.average(x, Spatial.IMAGES, window, false);
  }

  /** Upsampling that repeats each pixel {@code scale} × {@code scale} times. */
  default Tensor upsampleNearest(int scale) {
    return Promotion.floating(new UpsampleNearestOp(scale), self());
  }

  /**
   * Upsampling to {@code scale} times the height and width, with linear interpolation between the
   * centres of neighbouring pixels (PyTorch's {@code bilinear} with {@code align_corners=False}).
   * Beyond the outermost centres the value is constant.
   */
  default Tensor upsampleBilinear(int scale) {
    Window.checkRank(self().outline());
    return resampled(
        "UpsampleBilinear",
        Map.of("scale", scale),
        resampling(Resampling.linear(size(2), scale), Resampling.linear(size(3), scale)));
  }

  private Tensor resampled(
      String function, Map<String, Object> settings, UnaryOperator<Tensor> way) {
    Promotion.checkFloating("resampling", self());
    return Promotion.wide(self(), x -> Trace.step(function, settings, () -> way.apply(x), x));
  }

  /** Along rows, which takes longer, while there are fewer of them. */
  private static UnaryOperator<Tensor> resampling(Resampling down, Resampling across) {
    Operation first = new ResampledOp(down, 2);
    Operation second = new ResampledOp(across, 3);
    return down.isLarger() ? x -> first.apply(second.apply(x)) : x -> second.apply(first.apply(x));
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
