package ai.miniai.tensor;

import ai.miniai.kernels.Window;
import org.jspecify.annotations.Nullable;

/**
 * Functions of a {@link Tensor} of sequences [batch, channels, length]: convolution and pooling.
 * Their results lie in memory as [batch, length, channels].
 */
sealed interface SequenceFunctions extends Sized permits Tensor {

  /**
   * Cross-correlation of sequences [batch, in, length] with weight [out, in / groups, kernel] and
   * bias [out] (or null), with zero padding at both ends. The result is [batch, out, (length +
   * 2·padding − dilation·(kernel − 1) − 1) / stride + 1], rounded down.
   *
   * @param dilation the distance between the elements under neighbouring values of the weight
   * @param groups divides the channels: each group of out / groups output channels sees only the in
   *     / groups input channels of the same group
   */
  default Tensor conv1d(
      Tensor weight, @Nullable Tensor bias, int stride, int padding, int dilation, int groups) {
    return convolution(stride, padding, dilation, groups).of(self(), weight, bias);
  }

  /** max({@link #conv1d}, 0), as a single operation if possible. */
  default Tensor conv1dRelu(
      Tensor weight, @Nullable Tensor bias, int stride, int padding, int dilation, int groups) {
    return convolution(stride, padding, dilation, groups).withRelu().of(self(), weight, bias);
  }

  /**
   * The largest value in each window of sequences [batch, channels, length]. Padding is never the
   * largest. The result is [batch, channels, (length + 2·padding − size) / stride + 1].
   */
  default Tensor maxPool1d(int size, int stride, int padding) {
    return maxPool1d(size, stride, padding, false);
  }

  /**
   * Like {@link #maxPool1d(int, int, int)}. If {@code ceil} is true, there is also a last window
   * that extends beyond the end (PyTorch's {@code ceil_mode}), unless it would start beyond the
   * sequence and the padding before it.
   */
  default Tensor maxPool1d(int size, int stride, int padding, boolean ceil) {
    return Pooling.largest(self(), Spatial.SEQUENCES, along(size, stride, padding), ceil);
  }

  /**
   * The mean of each window of sequences [batch, channels, length]; padding counts as zeros
   * (PyTorch's default). The result is [batch, channels, (length + 2·padding − size) / stride + 1].
   */
  default Tensor avgPool1d(int size, int stride, int padding) {
    return avgPool1d(size, stride, padding, false);
  }

  /**
   * Like {@link #avgPool1d(int, int, int)}. If {@code ceil} is true, there is also a last window as
   * in {@link #maxPool1d(int, int, int, boolean)}. Its mean is over the part inside the sequence or
   * its padding.
   */
  default Tensor avgPool1d(int size, int stride, int padding, boolean ceil) {
    return Pooling.average(self(), Spatial.SEQUENCES, along(size, stride, padding), ceil);
  }

  /**
   * Average pooling to a given length: the means of {@code length} parts of sequences [batch,
   * channels, any] that have about the same size, see {@link ImageFunctions#adaptiveAvgPool2d}.
   */
  default Tensor adaptiveAvgPool1d(int length) {
    Spatial.SEQUENCES.checkRank(self().outline());
    return self().unsqueeze(2).adaptiveAvgPool2d(1, length).squeeze(2);
  }

  private static Window along(int size, int stride, int padding) {
    return Spatial.SEQUENCES.window(
        new int[] {size}, new int[] {stride}, new int[] {padding}, new int[] {1});
  }

  private static ConvolutionOp convolution(int stride, int padding, int dilation, int groups) {
    return new ConvolutionOp(
        Spatial.SEQUENCES, new int[] {stride}, new int[] {padding}, new int[] {dilation}, groups);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
