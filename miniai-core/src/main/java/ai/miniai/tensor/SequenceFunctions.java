package ai.miniai.tensor;

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
    return Promotion.floating(
        new PoolOp(
            PoolOp.Kind.MAX,
            Spatial.SEQUENCES,
            Spatial.SEQUENCES.window(
                new int[] {size}, new int[] {stride}, new int[] {padding}, new int[] {1})),
        self());
  }

  private static ConvolutionOp convolution(int stride, int padding, int dilation, int groups) {
    return new ConvolutionOp(
        Spatial.SEQUENCES, new int[] {stride}, new int[] {padding}, new int[] {dilation}, groups);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
