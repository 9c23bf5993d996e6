package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Transposed convolution, which makes images larger: [batch, in, height, width] to [batch, out,
 * (height − 1) · stride − 2 · padding + kernel + outputPadding, …]. Weight [in, out, kernel,
 * kernel], bias [out].
 */
public final class ConvTranspose2d extends Module {
  private final LayerWindow window;
  private final int outputPadding;
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /** With stride 1 and no padding. */
  public ConvTranspose2d(int in, int out, int kernel) {
    this(in, out, kernel, 1, 0, 0);
  }

  public ConvTranspose2d(int in, int out, int kernel, int stride, int padding, int outputPadding) {
    this(in, out, kernel, stride, padding, outputPadding, true);
  }

  /**
   * With all settings.
   *
   * @param padding how many rows and columns are removed from all four sides of the output
   * @param outputPadding how many are added at the bottom and the right; less than the stride
   */
  public ConvTranspose2d(
      int in, int out, int kernel, int stride, int padding, int outputPadding, boolean bias) {
    this.window = new LayerWindow(kernel, stride, padding);
    checkArgument(
        outputPadding >= 0 && outputPadding < stride,
        "the output padding must be at least 0 and less than the stride, %s, not %s",
        stride,
        outputPadding);
    this.outputPadding = outputPadding;
    long fanIn =
        (long) out
            * kernel
            * kernel; // as in PyTorch, computed from the second dimension of the weight
    this.weight = parameter("weight", Initialization.byDefault(fanIn, in, out, kernel, kernel));
    this.bias = bias ? parameter("bias", Initialization.byDefault(fanIn, out)) : null;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.convTranspose2d(weight, bias, window.stride(), window.padding(), outputPadding);
  }

  @Override
  protected String details() {
    return weight.size(0)
        + ", "
        + weight.size(1)
        + window.details()
        + (outputPadding == 0 ? "" : ", output padding " + outputPadding)
        + (bias == null ? ", no bias" : "");
  }
}
