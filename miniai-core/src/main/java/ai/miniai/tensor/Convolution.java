package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cross-correlation of images with square filters. Inputs: images, weight, and perhaps a bias. */
final class Convolution extends Operation {
  private final int stride;
  private final int padding;

  Convolution(int stride, int padding) {
    this.stride = stride;
    this.padding = padding;
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
        Arrays.toString(weight.shape()),
        weight.size(1),
        weight.size(1),
        Arrays.toString(x.shape()));
    checkArgument(
        inputs.length < 3 || Arrays.equals(inputs[2].shape(), new long[] {weight.size(0)}),
        "a convolution with weight %s wants a bias of shape [%s], not %s",
        Arrays.toString(weight.shape()),
        weight.size(0),
        Arrays.toString(inputs[inputs.length - 1].shape()));
    Shapes.checkOneType(inputs);
    save(inputs);
    return Kernels.current().conv2d(x, weight, inputs.length > 2 ? inputs[2] : null, window);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray bias = inputCount() > 2 ? saved(2) : null;
    Kernels.ConvGradients gradients =
        Kernels.current()
            .conv2dBackward(saved(0), saved(1), bias, gradient, window(saved(1)), needs(0));
    if (gradients.input() != null) {
      give(0, gradients.input());
    }
    give(1, gradients.weight());
    if (gradients.bias() != null) {
      give(2, gradients.bias());
    }
  }

  private Window window(INDArray weight) {
    checkArgument(
        weight.rank() == 4 && weight.size(2) == weight.size(3),
        "expected a weight of shape [out, in, size, size], not %s",
        Arrays.toString(weight.shape()));
    return new Window(Math.toIntExact(weight.size(2)), stride, padding);
  }
}
