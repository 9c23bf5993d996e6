package ai.miniai.nn;

import ai.miniai.tensor.PadMode;
import ai.miniai.tensor.Tensor;
import java.util.ListIterator;
import org.jspecify.annotations.Nullable;

/** Common parts of the convolutional layers: their settings, weight and bias, and the padding. */
abstract sealed class Convolution extends Module permits Conv1d, Conv2d {
  final int[] stride;
  final int[] dilation;
  final int groups;
  final Tensor weight;
  final @Nullable Tensor bias;

  /** The zeros that the convolution itself adds. */
  final int[] padding;

  /** The widths of what is added before the convolution, or null if that is nothing. */
  private final int @Nullable [] before;

  private final PadMode mode;
  private final String details;

  Convolution(ConvBuilder<?> settings) {
    stride = settings.stride;
    dilation = settings.dilation;
    groups = settings.groups;
    mode = settings.mode;
    details = settings.details();
    int[] widths = settings.widths();
    boolean inOne = mode == PadMode.CONSTANT && isEven(widths);
    before = inOne || Sides.areAll(0, widths) ? null : widths;
    padding = new int[stride.length];
    for (int i = 0; inOne && i < padding.length; i++) {
      padding[i] = widths[widths.length - 1 - 2 * i];
    }
    long[] shape = settings.weightShape();
    long fanIn = 1;
    for (int d = 1; d < shape.length; d++) {
      fanIn *= shape[d];
    }
    weight = parameter("weight", Initialization.byDefault(fanIn, shape));
    bias = settings.bias ? parameter("bias", Initialization.byDefault(fanIn, settings.out)) : null;
  }

  /** Whether both ends of each side have the same width. */
  private static boolean isEven(int... widths) {
    for (int i = 0; i < widths.length; i += 2) {
      if (widths[i] != widths[i + 1]) {
        return false;
      }
    }
    return true;
  }

  /** The convolution of {@code x}. */
  abstract Tensor convolve(Tensor x);

  /** The convolution of {@code x}, with negative results set to 0. */
  abstract Tensor convolveWithRelu(Tensor x);

  @Override
  protected Tensor forward(Tensor x) {
    return convolve(padded(x));
  }

  private Tensor padded(Tensor x) {
    return before == null || x.rank() != weight.rank() ? x : x.pad(mode, before);
  }

  /** Computes a ReLU that follows in the same operation, unless a hook is on either. */
  @Override
  Outputs callBefore(ListIterator<Module> following, Tensor x) {
    if (isHooked() || !following.hasNext()) {
      return callAll(x);
    }
    if (following.next() instanceof ReLU relu && !relu.isHooked()) {
      return Outputs.of(guarded(() -> convolveWithRelu(padded(x)), x));
    }
    following.previous();
    return callAll(x);
  }

  @Override
  protected String details() {
    return details;
  }
}
