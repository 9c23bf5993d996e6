package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.ListIterator;
import org.jspecify.annotations.Nullable;

/**
 * 2D convolution (cross-correlation) of images [batch, in, height, width] with square kernels and
 * zero padding on all sides. Output: [batch, out, (height + 2·padding − kernel) / stride + 1, …].
 * Weight [out, in, kernel, kernel], bias [out].
 */
public final class Conv2d extends Module {
  private final LayerWindow window;
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /** With stride 1 and no padding. */
  public Conv2d(int in, int out, int kernel) {
    this(in, out, kernel, 1, 0);
  }

  public Conv2d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, stride, padding, true);
  }

  public Conv2d(int in, int out, int kernel, int stride, int padding, boolean bias) {
    this.window = new LayerWindow(kernel, stride, padding);
    long fanIn = (long) in * kernel * kernel;
    this.weight = parameter("weight", Initialization.byDefault(fanIn, out, in, kernel, kernel));
    this.bias = bias ? parameter("bias", Initialization.byDefault(fanIn, out)) : null;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.conv2d(weight, bias, window.stride(), window.padding());
  }

  /** Computes a ReLU that follows in the same operation, unless a hook is on either. */
  @Override
  Outputs callBefore(ListIterator<Module> following, Tensor x) {
    if (isHooked() || !following.hasNext()) {
      return callAll(x);
    }
    if (following.next() instanceof ReLU relu && !relu.isHooked()) {
      return Outputs.of(
          guarded(() -> x.conv2dRelu(weight, bias, window.stride(), window.padding()), x));
    }
    following.previous();
    return callAll(x);
  }

  @Override
  protected String details() {
    return weight.size(1)
        + ", "
        + weight.size(0)
        + window.details()
        + (bias == null ? ", no bias" : "");
  }
}
