package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/**
 * 1D convolution (cross-correlation) of sequences [batch, in, length]. Output: [batch, out, (length
 * + 2·padding − dilation·(kernel − 1) − 1) / stride + 1], rounded down. Weight [out, in / groups,
 * kernel], bias [out]. All settings are in the {@link #builder}.
 */
public final class Conv1d extends Convolution {
  /** With stride 1 and no padding. */
  public Conv1d(int in, int out, int kernel) {
    this(in, out, kernel, 1, 0);
  }

  public Conv1d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, stride, padding, true);
  }

  public Conv1d(int in, int out, int kernel, int stride, int padding, boolean bias) {
    this(builder(in, out, kernel).stride(stride).padding(padding).bias(bias).checked());
  }

  private Conv1d(ConvBuilder<Conv1d> settings) {
    super(settings);
  }

  /** For a layer with all of PyTorch's settings. */
  public static ConvBuilder<Conv1d> builder(int in, int out, int kernel) {
    return new ConvBuilder<>(Conv1d::new, 1, in, out, kernel);
  }

  @Override
  Tensor convolve(Tensor x) {
    return x.conv1d(weight, bias, stride[0], padding[0], dilation[0], groups);
  }

  @Override
  Tensor convolveWithRelu(Tensor x) {
    return x.conv1dRelu(weight, bias, stride[0], padding[0], dilation[0], groups);
  }
}
