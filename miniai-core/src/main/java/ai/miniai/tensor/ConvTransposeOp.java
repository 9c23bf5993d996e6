package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.array.Layout;
import ai.miniai.array.Rows;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Kernels.Wanted;
import ai.miniai.kernels.Window;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A transposed convolution: its forward pass is the gradient of a {@link ConvolutionOp} with
 * respect to the images, and its backward pass is that convolution. Inputs: images, weight [in,
 * out, size, size], and optionally a bias [out].
 */
final class ConvTransposeOp extends Operation {
  private final int stride;
  private final int padding;
  private final int outputPadding;

  ConvTransposeOp(int stride, int padding, int outputPadding) {
    checkArgument(
        outputPadding >= 0 && outputPadding < stride,
        "the output padding must be at least 0 and less than the stride, %s, not %s",
        stride,
        outputPadding);
    this.stride = stride;
    this.padding = padding;
    this.outputPadding = outputPadding;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("stride", stride, "padding", padding, "output padding", outputPadding);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = inputs[1];
    check(inputs);
    Window window = window(weight);
    long height = length(x.size(2), weight);
    long width = length(x.size(3), weight);
    checkArgument(
        height > 0 && width > 0,
        "images of %s × %s would become %s × %s: the padding %s takes everything away",
        x.size(2),
        x.size(3),
        height,
        width,
        padding);
    if (x.isEmpty() || weight.isEmpty()) {
      checkArgument(
          x.size(0) == 0 && !weight.isEmpty(),
          "of images and weight only the batch may be empty, not as in %s",
          Shapes.text(inputs));
      return Layout.empty(x.dataType(), 0, weight.size(1), height, width);
    }
    // The gradient depends only on the shape of that convolution's images, not on their values.
    INDArray images = Layout.empty(x.dataType(), x.size(0), weight.size(1), height, width);
    images.assign(0);
    INDArray result =
        Layout.channelsLast(
            requireNonNull(
                Kernels.current().conv2dBackward(images, weight, x, window, Wanted.INPUT).input()));
    if (inputs.length > 2) {
      Rows.addi(result.reshape('c', -1, weight.size(1)), inputs[2]);
    }
    save(x, weight);
    return Layout.channelsFirst(result);
  }

  private static void check(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = inputs[1];
    Window.checkRank(x);
    checkArgument(
        weight.rank() == 4 && weight.size(2) == weight.size(3),
        "expected a weight of shape [in, out, size, size], not %s",
        Shapes.shape(weight));
    checkArgument(
        x.size(1) == weight.size(0),
        "a transposed convolution with weight %s ([in, out, kh, kw]) wants images of %s channels"
            + " [batch, %s, height, width], not %s",
        Shapes.shape(weight),
        weight.size(0),
        weight.size(0),
        Shapes.shape(x));
    checkArgument(
        inputs.length < 3 || Arrays.equals(inputs[2].shape(), new long[] {weight.size(1)}),
        "a transposed convolution with weight %s wants a bias of shape [%s], not %s",
        Shapes.shape(weight),
        weight.size(1),
        Shapes.shape(inputs[inputs.length - 1]));
    Shapes.checkOneType(inputs);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = saved(0, needs(1));
    INDArray weight = saved(1, needs(0));
    Window window = window(weight);
    if (needs(0)) {
      give(0, Kernels.current().conv2d(gradient, weight, null, window, false));
    }
    if (needs(1)) {
      Kernels.ConvGradients gradients =
          Kernels.current().conv2dBackward(gradient, weight, x, window, Wanted.WEIGHT);
      giveAwayIfWanted(1, gradients.weight());
    }
    if (inputCount() > 2 && needs(2)) {
      giveAway(2, Kernels.current().sum(gradient, 0, 2, 3));
    }
  }

  private Window window(INDArray weight) {
    return Window.square(Math.toIntExact(weight.size(2)), stride, padding);
  }

  /** The output length of a side of this length. */
  private long length(long side, INDArray weight) {
    return (side - 1) * stride - 2L * padding + weight.size(2) + outputPadding;
  }
}
