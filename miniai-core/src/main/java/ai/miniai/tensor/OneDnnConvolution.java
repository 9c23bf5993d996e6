package ai.miniai.tensor;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution of one shape of images, forward and backward. Images lie in memory as [batch,
 * height, width, channels]; weights as [out, in, size, size], and are brought into the order that
 * oneDNN likes best at each run, which costs microseconds.
 */
final class OneDnnConvolution {
  /** Everything that a primitive is made for. */
  record Shape(
      long batch, long channels, long height, long width, long filters, Window window, boolean biased) {
    long[] images() {
      return new long[] {batch, channels, height, width};
    }

    long[] weights() {
      return new long[] {filters, channels, window.size(), window.size()};
    }

    long[] results() {
      return new long[] {batch, filters, window.places(height), window.places(width)};
    }
  }

  private final Shape shape;
  private final memory.desc images;
  private final memory.desc results;
  private final memory.desc anyWeights;
  private final memory.desc bias;
  private final memory source;
  private final memory weight;
  private final memory biasValues;
  private final memory result;
  private final memory sourceGradient;
  private final memory weightGradient;
  private final memory biasGradient;
  private final memory resultGradient;
  private final convolution_forward.primitive_desc description;
  private final List<OneDnnPrimitive> forward = new ArrayList<>();
  private final List<OneDnnPrimitive> backwardWeights = new ArrayList<>();
  private final List<OneDnnPrimitive> backwardImages = new ArrayList<>();

  OneDnnConvolution(Shape shape) {
    this.shape = shape;
    images = OneDnn.describe(memory.format_tag.nhwc, shape.images());
    results = OneDnn.describe(memory.format_tag.nhwc, shape.results());
    anyWeights = OneDnn.describe(memory.format_tag.any, shape.weights());
    bias = OneDnn.describe(memory.format_tag.a, shape.filters());
    memory.desc plainWeights = OneDnn.describe(memory.format_tag.oihw, shape.weights());
    source = OneDnn.unplaced(images);
    sourceGradient = OneDnn.unplaced(images);
    weight = OneDnn.unplaced(plainWeights);
    weightGradient = OneDnn.unplaced(plainWeights);
    biasValues = OneDnn.unplaced(bias);
    biasGradient = OneDnn.unplaced(bias);
    result = OneDnn.unplaced(results);
    resultGradient = OneDnn.unplaced(results);
    description = new convolution_forward.primitive_desc(forwardDescription(), OneDnn.ENGINE);
  }

  private convolution_forward.desc forwardDescription() {
    long[] strides = {shape.window().stride(), shape.window().stride()};
    long[] padding = {shape.window().padding(), shape.window().padding()};
    return shape.biased()
        ? new convolution_forward.desc(
            prop_kind.forward_training.value,
            algorithm.convolution_auto.value,
            images,
            anyWeights,
            bias,
            results,
            strides,
            padding,
            padding)
        : new convolution_forward.desc(
            prop_kind.forward_training.value,
            algorithm.convolution_auto.value,
            images,
            anyWeights,
            results,
            strides,
            padding,
            padding);
  }

  /** Writes the convolution of {@code x} to {@code out}; all arrays are contiguous. */
  void run(INDArray x, INDArray w, @Nullable INDArray b, INDArray out) {
    if (forward.isEmpty()) {
      memory ready = reordered(forward, weight, description.weights_desc());
      forward.add(
          new OneDnnPrimitive(
              "convolution",
              new convolution_forward(description),
              roles(DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_BIAS),
              source,
              ready,
              result,
              biasValues));
    }
    OneDnn.place(source, x);
    OneDnn.place(weight, w);
    OneDnn.place(result, out);
    if (b != null) {
      OneDnn.place(biasValues, b);
    }
    forward.forEach(OneDnnPrimitive::run);
  }

  /** Writes the gradients of weight and bias. */
  void runBackwardWeights(
      INDArray x, INDArray g, INDArray outW, @Nullable INDArray outB) {
    if (backwardWeights.isEmpty()) {
      prepareBackwardWeights();
    }
    OneDnn.place(source, x);
    OneDnn.place(resultGradient, g);
    OneDnn.place(weightGradient, outW);
    if (outB != null) {
      OneDnn.place(biasGradient, outB);
    }
    backwardWeights.forEach(OneDnnPrimitive::run);
  }

  private void prepareBackwardWeights() {
    long[] strides = {shape.window().stride(), shape.window().stride()};
    long[] padding = {shape.window().padding(), shape.window().padding()};
    var desc =
        shape.biased()
            ? new convolution_backward_weights.desc(
                algorithm.convolution_auto.value, images, anyWeights, bias, results, strides, padding, padding)
            : new convolution_backward_weights.desc(
                algorithm.convolution_auto.value, images, anyWeights, results, strides, padding, padding);
    var backward =
        new convolution_backward_weights.primitive_desc(desc, OneDnn.ENGINE, description);
    boolean plain = backward.diff_weights_desc().equals(weightGradient.get_desc());
    memory raw = plain ? weightGradient : OneDnn.own(backward.diff_weights_desc());
    backwardWeights.add(
        new OneDnnPrimitive(
            "the convolution's gradient of the weights",
            new convolution_backward_weights(backward),
            roles(DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS),
            source,
            resultGradient,
            raw,
            biasGradient));
    if (!plain) {
      backwardWeights.add(reorder(raw, weightGradient));
    }
  }

  /** Writes the gradient of the images. */
  void runBackwardImages(INDArray w, INDArray g, INDArray outX) {
    if (backwardImages.isEmpty()) {
      prepareBackwardImages();
    }
    OneDnn.place(weight, w);
    OneDnn.place(resultGradient, g);
    OneDnn.place(sourceGradient, outX);
    backwardImages.forEach(OneDnnPrimitive::run);
  }

  private void prepareBackwardImages() {
    long[] strides = {shape.window().stride(), shape.window().stride()};
    long[] padding = {shape.window().padding(), shape.window().padding()};
    var desc =
        new convolution_backward_data.desc(
            algorithm.convolution_auto.value, images, anyWeights, results, strides, padding, padding);
    var backward = new convolution_backward_data.primitive_desc(desc, OneDnn.ENGINE, description);
    memory ready = reordered(backwardImages, weight, backward.weights_desc());
    backwardImages.add(
        new OneDnnPrimitive(
            "the convolution's gradient of the images",
            new convolution_backward_data(backward),
            new int[] {DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC},
            resultGradient,
            ready,
            sourceGradient));
  }

  /** {@code plain} itself if it lies as wanted; else a memory that a first step copies it to. */
  private static memory reordered(List<OneDnnPrimitive> steps, memory plain, memory.desc wanted) {
    if (wanted.equals(plain.get_desc())) {
      return plain;
    }
    memory copy = OneDnn.own(wanted);
    steps.add(reorder(plain, copy));
    return copy;
  }

  private static OneDnnPrimitive reorder(memory from, memory to) {
    return new OneDnnPrimitive(
        "reorder",
        new reorder(from, to),
        new int[] {DNNL_ARG_FROM, DNNL_ARG_TO},
        from,
        to);
  }

  /** The roles without the last, the bias, if there is none. */
  private int[] roles(int... all) {
    return shape.biased() ? all : Arrays.copyOf(all, all.length - 1);
  }
}
