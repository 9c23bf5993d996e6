package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels.ConvGradients;
import ai.miniai.kernels.Kernels.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution with ND4J's operations. ND4J's own convolution knows no groups, and fails in float32
 * if there is dilation; {@link WindowProducts} do these. Where a matrix product does the same,
 * there are {@link SinglePlace} and {@link WindowPatches}.
 */
final class PortableConvolution {
  private static final int NHWC = 1;
  private static final int WEIGHT_OUT_IN_HEIGHT_WIDTH = 1;

  private PortableConvolution() {}

  /** The convolution of images [batch, in, height, width], in row-major [batch, h, w, out]. */
  static INDArray forward(INDArray x, INDArray weight, @Nullable INDArray bias, Window window) {
    INDArray result = window.emptyResult(x, weight.size(0));
    INDArray images = Layout.channelsLast(x);
    if (!isPlain(x, weight, window)) {
      products(x, weight, window).forward(images, weight, bias, result);
      return result;
    }
    SinglePlace place = SinglePlace.of(window, images);
    if (place != null) {
      place.forward(images, weight, bias, result);
    } else {
      execute("conv2d", window, list(images, weight, bias), list(result));
    }
    return result;
  }

  /** The requested gradients of images and weight. */
  static ConvGradients backward(
      INDArray x, INDArray weight, INDArray gradient, Window window, Wanted wanted) {
    INDArray images = Layout.channelsLast(x);
    INDArray results = Layout.channelsLast(gradient);
    if (!isPlain(x, weight, window)) {
      WindowProducts products = products(x, weight, window);
      return gradients(
          wanted.input() ? products.imageGradient(images, weight, results) : null,
          wanted.weight() ? products.weightGradient(images, results) : null);
    }
    SinglePlace place = SinglePlace.of(window, images);
    if (place != null) {
      return gradients(
          wanted.input() ? place.imageGradient(images, weight, results) : null,
          wanted.weight() ? place.weightGradient(images, weight, results) : null);
    }
    if (wanted.input() && wanted.weight()) {
      INDArray forImages = Layout.emptyLike(images);
      INDArray forWeight = Layout.emptyLike(weight);
      execute("conv2d_bp", window, list(images, weight, results), list(forImages, forWeight));
      return gradients(forImages, forWeight);
    }
    return gradients(
        wanted.input() ? imageGradient(images, weight, results, window) : null,
        wanted.weight() ? new WindowPatches(images, results, window).weightGradient() : null);
  }

  private static ConvGradients gradients(
      @Nullable INDArray forImages, @Nullable INDArray forWeight) {
    return new ConvGradients(
        forImages == null ? null : Layout.channelsFirst(forImages), forWeight, null);
  }

  private static INDArray imageGradient(
      INDArray images, INDArray weight, INDArray results, Window window) {
    INDArray forImages = Layout.emptyLike(images);
    INDArray shape = Nd4j.createFromArray(images.shape());
    execute("conv2d_input_bp", window, list(shape, weight, results), list(forImages));
    return forImages;
  }

  private static boolean isPlain(INDArray x, INDArray weight, Window window) {
    return Kernels.groups(x, weight) == 1 && !window.isDilated();
  }

  private static WindowProducts products(INDArray x, INDArray weight, Window window) {
    return new WindowProducts(window, Kernels.groups(x, weight));
  }

  /** A list of the arrays that are not null. */
  private static List<INDArray> list(@Nullable INDArray... arrays) {
    List<INDArray> list = new ArrayList<>();
    for (INDArray array : arrays) {
      if (array != null) {
        list.add(array);
      }
    }
    return list;
  }

  /**
   * Arguments: kH, kW, sH, sW, pH, pW, dH, dW, padding mode (0: explicit), layout, weight format.
   */
  private static void execute(
      String op, Window window, List<INDArray> inputs, List<INDArray> outputs) {
    WindowSide h = window.height();
    WindowSide w = window.width();
    Nd4j.exec(
        DynamicCustomOp.builder(op)
            .addInputs(inputs.toArray(new INDArray[0]))
            .addOutputs(outputs.toArray(new INDArray[0]))
            .addIntegerArguments(
                h.size(),
                w.size(),
                h.stride(),
                w.stride(),
                h.padding(),
                w.padding(),
                h.dilation(),
                w.dilation(),
                0,
                NHWC,
                WEIGHT_OUT_IN_HEIGHT_WIDTH)
            .build());
  }
}
