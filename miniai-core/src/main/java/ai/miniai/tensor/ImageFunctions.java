package ai.miniai.tensor;

import ai.miniai.kernels.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Functions of a {@link Tensor} of images [batch, channels, height, width]: convolutions, pools and
 * their kin.
 */
sealed interface ImageFunctions extends Sized permits Tensor {

  /**
   * Cross-correlation of images [batch, in, height, width] with weight [out, in, kh, kw] and bias
   * [out] (or none), zero padding on all four sides: [batch, out, (height + 2·padding − kh) /
   * stride + 1, …].
   */
  default Tensor conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return convolve(new ConvolutionOp(stride, padding, false), weight, bias);
  }

  /** max({@link #conv2d}, 0), in one operation where the processor has one. */
  default Tensor conv2dRelu(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return convolve(new ConvolutionOp(stride, padding, true), weight, bias);
  }

  private Tensor convolve(ConvolutionOp convolution, Tensor weight, @Nullable Tensor bias) {
    return bias == null
        ? Promotion.floating(convolution, self(), weight)
        : Promotion.floating(convolution, self(), weight, bias);
  }

  /**
   * The transposed convolution, by which {@link #conv2d} with the same weight, stride and padding
   * hands gradients to its images: [batch, out, (height − 1) · stride − 2 · padding + kh +
   * outputPadding, …], of images [batch, in, height, width], weight [in, out, kh, kw] and bias
   * [out] (or none).
   *
   * @param outputPadding how much is added to the bottom and the right, less than the stride: which
   *     of the sizes is meant that the convolution would make into this one
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
    return Promotion.floating(
        new PoolOp(PoolOp.Kind.MAX, new Window(size, stride, padding)), self());
  }

  /** The mean of each window of images; padding counts as zeros (PyTorch's default). */
  default Tensor avgPool2d(int size, int stride, int padding) {
    return Promotion.floating(
        new PoolOp(PoolOp.Kind.AVERAGE, new Window(size, stride, padding)), self());
  }

  /**
   * As {@link #avgPool2d(int, int, int)}; if {@code ceil}, also of windows that stick out at the
   * bottom and the right, over what of them is inside the image or its padding (PyTorch's {@code
   * ceil_mode}). Each side then has ⌈(length + 2·padding − size) / stride⌉ + 1 places, the last of
   * which must begin inside the image.
   */
  default Tensor avgPool2d(int size, int stride, int padding, boolean ceil) {
    Window window = new Window(size, stride, padding);
    boolean whole = rank() == 4 && window.fits(size(2)) && window.fits(size(3));
    return ceil && !whole
        ? Promotion.floating(new CeilAveragePoolOp(window), self())
        : Promotion.floating(new PoolOp(PoolOp.Kind.AVERAGE, window), self());
  }

  /**
   * The means of the parts of images [batch, channels, in, in] that are cut into {@code height} ×
   * {@code width} parts of about the same size, which overlap where they do not fit: [batch,
   * channels, height, width]. Part i of n along a side of length L is ⌊i·L/n⌋ to ⌈(i+1)·L/n⌉.
   */
  default Tensor adaptiveAvgPool2d(int height, int width) {
    Window.checkRank(self().live());
    if (size(2) == height && size(3) == width) {
      return self();
    }
    if (height == 1 && width == 1) {
      return self().mean(new int[] {2, 3}, true);
    }
    return resampled(Resampling.means(size(2), height), Resampling.means(size(3), width));
  }

  /** Images with each place repeated {@code scale} × {@code scale} times. */
  default Tensor upsampleNearest(int scale) {
    return Promotion.floating(new UpsampleNearestOp(scale), self());
  }

  /**
   * Images with {@code scale} times the height and the width, straight lines being drawn between
   * the centres of neighbouring places (PyTorch's {@code bilinear} with {@code
   * align_corners=False}); beyond the outermost centres it stays level.
   */
  default Tensor upsampleBilinear(int scale) {
    Window.checkRank(self().live());
    return resampled(Resampling.linear(size(2), scale), Resampling.linear(size(3), scale));
  }

  private Tensor resampled(Resampling down, Resampling across) {
    Promotion.checkFloating("resampling", self());
    return Promotion.wide(self(), x -> resampled(x, down, across));
  }

  private static Tensor resampled(Tensor x, Resampling down, Resampling across) {
    Tensor result =
        x.linear(matrix(across, x), null)
            .transpose(2, 3)
            .linear(matrix(down, x), null)
            .transpose(2, 3);
    return result.length() == 0 || Double.isFinite(result.live().sumNumber().doubleValue())
        ? result
        : new ResampledOp(down, 2).apply(new ResampledOp(across, 3).apply(x));
  }

  private static Tensor matrix(Resampling resampling, Tensor x) {
    return Tensor.made(Nd4j.createFromArray(resampling.matrix()).castTo(x.dataType()));
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
