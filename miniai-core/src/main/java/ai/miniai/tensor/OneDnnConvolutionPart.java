package ai.miniai.tensor;

import static com.google.common.base.Suppliers.memoize;
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
import java.util.function.Supplier;
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
 * What one thread does of a {@link OneDnnConvolution}: the images from {@code first} on. Images lie
 * in memory as [batch, height, width, channels]; weights as [out, in, size, size], and are brought
 * into the order that oneDNN likes best at each run, which costs microseconds.
 */
final class OneDnnConvolutionPart {
  private final OneDnnConvolution.Shape shape;
  private final long firstInput;
  private final long firstOutput;
  private final long[] strides;
  private final long[] padding;
  private final memory.desc images;
  private final memory.desc weights;
  private final memory.desc biases;
  private final memory.desc results;
  private final memory image;
  private final memory weight;
  private final memory bias;
  private final memory result;
  private final memory imageGradient;
  private final memory weightGradient;
  private final memory biasGradient;
  private final memory resultGradient;
  private final convolution_forward.primitive_desc plan;
  private final Supplier<List<OneDnnPrimitive>> forward = memoize(this::makeForward);
  private final Supplier<List<OneDnnPrimitive>> forWeights = memoize(this::makeForWeights);
  private final Supplier<List<OneDnnPrimitive>> forImages = memoize(this::makeForImages);

  OneDnnConvolutionPart(OneDnnConvolution.Shape shape, long first) {
    this.shape = shape;
    firstInput = first * shape.channels() * shape.height() * shape.width();
    firstOutput =
        first
            * shape.filters()
            * shape.window().places(shape.height())
            * shape.window().places(shape.width());
    strides = new long[] {shape.window().stride(), shape.window().stride()};
    padding = new long[] {shape.window().padding(), shape.window().padding()};
    images = OneDnn.describe(memory.format_tag.nhwc, shape.images());
    weights = OneDnn.describe(memory.format_tag.any, shape.weights());
    biases = OneDnn.describe(memory.format_tag.a, shape.filters());
    results = OneDnn.describe(memory.format_tag.nhwc, shape.results());
    memory.desc plainWeights = OneDnn.describe(memory.format_tag.oihw, shape.weights());
    image = OneDnn.unplaced(images);
    weight = OneDnn.unplaced(plainWeights);
    bias = OneDnn.unplaced(biases);
    result = OneDnn.unplaced(results);
    imageGradient = OneDnn.unplaced(images);
    weightGradient = OneDnn.unplaced(plainWeights);
    biasGradient = OneDnn.unplaced(biases);
    resultGradient = OneDnn.unplaced(results);
    plan =
        new convolution_forward.primitive_desc(
            description(), shape.relu() ? OneDnn.reluAfter() : OneDnn.attributes(), OneDnn.ENGINE);
  }

  private convolution_forward.desc description() {
    int kind = prop_kind.forward_training.value;
    int auto = algorithm.convolution_auto.value;
    return shape.biased()
        ? new convolution_forward.desc(
            kind, auto, images, weights, biases, results, strides, padding, padding)
        : new convolution_forward.desc(
            kind, auto, images, weights, results, strides, padding, padding);
  }

  /** Writes the convolution of {@code x} to {@code out}; all arrays are contiguous. */
  void run(INDArray x, INDArray w, @Nullable INDArray b, INDArray out) {
    OneDnn.place(image, x, firstInput);
    OneDnn.place(weight, w);
    OneDnn.place(result, out, firstOutput);
    if (b != null) {
      OneDnn.place(bias, b);
    }
    forward.get().forEach(OneDnnPrimitive::run);
  }

  private List<OneDnnPrimitive> makeForward() {
    List<OneDnnPrimitive> steps = new ArrayList<>();
    memory ready = reordered(weight, plan.weights_desc(), steps);
    steps.add(
        new OneDnnPrimitive(
            "convolution",
            plan,
            new convolution_forward(plan),
            roles(DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_BIAS),
            image,
            ready,
            result,
            bias));
    return steps;
  }

  /** Writes the gradients of weight and bias. */
  void runForWeights(INDArray x, INDArray gradient, INDArray outW, @Nullable INDArray outB) {
    OneDnn.place(image, x, firstInput);
    OneDnn.place(resultGradient, gradient, firstOutput);
    OneDnn.place(weightGradient, outW);
    if (outB != null) {
      OneDnn.place(biasGradient, outB);
    }
    forWeights.get().forEach(OneDnnPrimitive::run);
  }

  private List<OneDnnPrimitive> makeForWeights() {
    int auto = algorithm.convolution_auto.value;
    var description =
        shape.biased()
            ? new convolution_backward_weights.desc(
                auto, images, weights, biases, results, strides, padding, padding)
            : new convolution_backward_weights.desc(
                auto, images, weights, results, strides, padding, padding);
    var backward =
        new convolution_backward_weights.primitive_desc(
            description, OneDnn.attributes(), OneDnn.ENGINE, plan);
    boolean plain = backward.diff_weights_desc().equals(weightGradient.get_desc());
    memory raw = plain ? weightGradient : OneDnn.own(backward.diff_weights_desc());
    List<OneDnnPrimitive> steps = new ArrayList<>();
    steps.add(
        new OneDnnPrimitive(
            "the convolution's gradient of its weights",
            backward,
            new convolution_backward_weights(backward),
            roles(DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS),
            image,
            resultGradient,
            raw,
            biasGradient));
    if (!plain) {
      steps.add(reorder(raw, weightGradient));
    }
    return steps;
  }

  /** Writes the gradient of the images. */
  void runForImages(INDArray w, INDArray gradient, INDArray outX) {
    OneDnn.place(weight, w);
    OneDnn.place(resultGradient, gradient, firstOutput);
    OneDnn.place(imageGradient, outX, firstInput);
    forImages.get().forEach(OneDnnPrimitive::run);
  }

  private List<OneDnnPrimitive> makeForImages() {
    var description =
        new convolution_backward_data.desc(
            algorithm.convolution_auto.value, images, weights, results, strides, padding, padding);
    var backward =
        new convolution_backward_data.primitive_desc(
            description, OneDnn.attributes(), OneDnn.ENGINE, plan);
    List<OneDnnPrimitive> steps = new ArrayList<>();
    memory ready = reordered(weight, backward.weights_desc(), steps);
    steps.add(
        new OneDnnPrimitive(
            "the convolution's gradient of its images",
            backward,
            new convolution_backward_data(backward),
            new int[] {DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC},
            resultGradient,
            ready,
            imageGradient));
    return steps;
  }

  /** {@code plain} itself if it lies as wanted; else a memory that a first step copies it to. */
  private static memory reordered(memory plain, memory.desc wanted, List<OneDnnPrimitive> steps) {
    if (wanted.equals(plain.get_desc())) {
      return plain;
    }
    memory copy = OneDnn.own(wanted);
    steps.add(reorder(plain, copy));
    return copy;
  }

  private static OneDnnPrimitive reorder(memory from, memory to) {
    var plan = new reorder.primitive_desc(from, to, OneDnn.attributes(), false);
    return new OneDnnPrimitive(
        "reorder", plan, new reorder(plan), new int[] {DNNL_ARG_FROM, DNNL_ARG_TO}, from, to);
  }

  /** The roles without the last, the bias, if there is none. */
  private int[] roles(int... all) {
    return shape.biased() ? all : Arrays.copyOf(all, all.length - 1);
  }
}
