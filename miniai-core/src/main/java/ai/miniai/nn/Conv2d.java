package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/**
 * 2D convolution (cross-correlation) of images [batch, in, height, width]. Output: [batch, out,
 * (height + 2·padding − dilation·(kernel − 1) − 1) / stride + 1, …], rounded down. Weight [out, in
 * / groups, kernel height, kernel width], bias [out]. The constructors are for square kernels; all
 * settings are in the {@link #builder}.
 */
public final class Conv2d extends Convolution {
  /** With stride 1 and no padding. */
  public Conv2d(int in, int out, int kernel) {
    this(in, out, kernel, 1, 0);
  }

  public Conv2d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, stride, padding, true);
  }

  public Conv2d(int in, int out, int kernel, int stride, int padding, boolean bias) {
    this(builder(in, out, kernel).stride(stride).padding(padding).bias(bias).checked());
  }

  private Conv2d(ConvBuilder<Conv2d> settings) {
    super(settings);
  }

  /**
   * For a layer with all of PyTorch's settings.
   *
   * @param kernel the size of the kernel: one number for a square, or height and width
   */
  public static ConvBuilder<Conv2d> builder(int in, int out, int... kernel) {
    return new ConvBuilder<>(Conv2d::new, 2, in, out, kernel);
  }

  @Override
  Tensor convolve(Tensor x) {
    return x.conv2d(weight, bias, stride, padding, dilation, groups);
  }

  @Override
  Tensor convolveWithRelu(Tensor x) {
    return x.conv2dRelu(weight, bias, stride, padding, dilation, groups);
  }
}
