package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cross-correlation of sequences or images with filters, optionally followed by ReLU. Inputs:
 * sequences or images, weight, and optionally a bias.
 */
final class ConvolutionOp extends Operation {
  private final Spatial spatial;
  private final int[] stride;
  private final int[] padding;
  private final int[] dilation;
  private final int groups;
  private final boolean relu;

  /** Each array has one number for all sides, or one for each. */
  ConvolutionOp(Spatial spatial, int[] stride, int[] padding, int[] dilation, int groups) {
    this(spatial, stride, padding, dilation, groups, false);
  }

  private ConvolutionOp(
      Spatial spatial, int[] stride, int[] padding, int[] dilation, int groups, boolean relu) {
    checkArgument(groups > 0, "the number of groups must be positive, not %s", groups);
    this.spatial = spatial;
    this.stride = stride.clone();
    this.padding = padding.clone();
    this.dilation = dilation.clone();
    this.groups = groups;
    this.relu = relu;
  }

  /** The same, with negative results set to 0. */
  ConvolutionOp withRelu() {
    return new ConvolutionOp(spatial, stride, padding, dilation, groups, true);
  }

  /** Applies this to floating point operands of one type. */
  Tensor of(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return bias == null
        ? Promotion.floating(this, x, weight)
        : Promotion.floating(this, x, weight, bias);
  }

  @Override
  Map<String, Object> settings() {
    return Map.of(
        "stride",
        Ints.asList(stride),
        "padding",
        Ints.asList(padding),
        "dilation",
        Ints.asList(dilation),
        "groups",
        groups,
        "relu",
        relu);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = inputs[1];
    Window window = window(weight);
    spatial.check(x, window);
    checkChannels(inputs);
    Shapes.checkOneType(inputs);
    INDArray images = spatial.forKernels(x);
    if (x.isEmpty() || weight.isEmpty()) {
      return spatial.fromKernels(window.ofNothing(images, weight.size(0)));
    }
    INDArray bias = inputs.length > 2 ? inputs[2] : null;
    INDArray result =
        spatial.fromKernels(
            Kernels.current().conv2d(images, spatial.forKernels(weight), bias, window, relu));
    save(inputs);
    if (relu) {
      INDArray[] all = Arrays.copyOf(inputs, inputs.length + 1);
      all[inputs.length] = result;
      save(all);
    }
    return result;
  }

  private void checkChannels(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = inputs[1];
    String sides = spatial == Spatial.IMAGES ? "height, width" : "length";
    checkArgument(
        x.size(1) == weight.size(1) * groups,
        "a convolution with weight %s (%s)%s wants %s of %s channels [batch, %s, %s], not %s",
        Shapes.shape(weight),
        Shapes.lazily(this::weightText),
        groups == 1 ? "" : " and " + groups + " groups",
        Shapes.lazily(() -> spatial == Spatial.IMAGES ? "images" : "sequences"),
        weight.size(1) * groups,
        weight.size(1) * groups,
        sides,
        Shapes.shape(x));
    checkArgument(
        weight.size(0) % groups == 0,
        "the %s output channels of a convolution with weight %s cannot be divided into %s groups",
        weight.size(0),
        Shapes.shape(weight),
        groups);
    checkArgument(
        inputs.length < 3 || Arrays.equals(inputs[2].shape(), new long[] {weight.size(0)}),
        "a convolution with weight %s wants a bias of shape [%s], not %s",
        Shapes.shape(weight),
        weight.size(0),
        Shapes.shape(inputs[inputs.length - 1]));
  }

  private String weightText() {
    return "[out, in"
        + (groups == 1 ? "" : " / groups")
        + (spatial == Spatial.IMAGES ? ", kh, kw]" : ", kernel]");
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = saved(0, needs(1));
    INDArray weight = saved(1, needs(0));
    INDArray g = relu ? beforeRelu(gradient, saved(inputCount())) : gradient;
    Kernels.ConvGradients gradients =
        Kernels.current()
            .conv2dBackward(
                spatial.forKernels(x),
                spatial.forKernels(weight),
                spatial.forKernels(g),
                window(weight),
                wanted());
    giveAwayIfWanted(0, fromKernels(gradients.input()));
    giveAwayIfWanted(1, fromKernels(gradients.weight()));
    giveAwayIfWanted(2, gradients.bias());
  }

  private @Nullable INDArray fromKernels(@Nullable INDArray gradient) {
    return gradient == null ? null : spatial.fromKernels(gradient);
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
        weight.rank() == spatial.rank(),
        "expected a weight of shape %s, not %s",
        Shapes.lazily(this::weightText),
        Shapes.shape(weight));
    int[] size =
        IntStream.range(2, weight.rank()).map(d -> Math.toIntExact(weight.size(d))).toArray();
    return spatial.window(size, stride, padding, dilation);
  }
}
