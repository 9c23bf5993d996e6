package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cross-correlation of images with square filters, optionally followed by ReLU. Inputs: images,
 * weight, and optionally a bias.
 */
final class ConvolutionOp extends Operation {
  private final int stride;
  private final int padding;
  private final boolean relu;

  /** If {@code relu} is true, negative results are set to 0. */
  ConvolutionOp(int stride, int padding, boolean relu) {
    this.stride = stride;
    this.padding = padding;
    this.relu = relu;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = inputs[1];
    Window window = window(weight);
    window.check(x);
    checkArgument(
        x.size(1) == weight.size(1),
        "a convolution with weight %s ([out, in, kh, kw]) wants images of %s channels"
            + " [batch, %s, height, width], not %s",
        Shapes.shape(weight),
        weight.size(1),
        weight.size(1),
        Shapes.shape(x));
    checkArgument(
        inputs.length < 3 || Arrays.equals(inputs[2].shape(), new long[] {weight.size(0)}),
        "a convolution with weight %s wants a bias of shape [%s], not %s",
        Shapes.shape(weight),
        weight.size(0),
        Shapes.shape(inputs[inputs.length - 1]));
    Shapes.checkOneType(inputs);
    if (x.isEmpty() || weight.isEmpty()) {
      return window.ofNothing(x, weight.size(0));
    }
    INDArray bias = inputs.length > 2 ? inputs[2] : null;
    INDArray result = Kernels.current().conv2d(x, weight, bias, window, relu);
    save(inputs);
    if (relu) {
      INDArray[] all = Arrays.copyOf(inputs, inputs.length + 1);
      all[inputs.length] = result;
      save(all);
    }
    return result;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = saved(0, needs(1));
    INDArray weight = saved(1, needs(0));
    INDArray g = relu ? beforeRelu(gradient, saved(inputCount())) : gradient;
    Kernels.ConvGradients gradients =
        Kernels.current().conv2dBackward(x, weight, g, window(weight), wanted());
    giveAwayIfWanted(0, gradients.input());
    giveAwayIfWanted(1, gradients.weight());
    giveAwayIfWanted(2, gradients.bias());
  }

  /**
   * The gradient of ReLU's input. That input was positive exactly where the result is positive, so
   * only the result is needed.
   */
  private INDArray beforeRelu(INDArray gradient, INDArray result) {
    return PointwiseOp.write(
        result,
        gradient,
        mayOverwriteGradient(),
        (g, out) -> Kernels.current().reluBackward(Layout.inMemoryOrder(result), g, out));
  }

  private Window window(INDArray weight) {
    checkArgument(
        weight.rank() == 4 && weight.size(2) == weight.size(3),
        "expected a weight of shape [out, in, size, size], not %s",
        Shapes.shape(weight));
    return new Window(Math.toIntExact(weight.size(2)), stride, padding);
  }
}
