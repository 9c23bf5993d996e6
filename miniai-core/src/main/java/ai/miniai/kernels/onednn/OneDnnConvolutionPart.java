package ai.miniai.kernels.onednn;

import static com.google.common.base.Suppliers.memoize;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import ai.miniai.kernels.WindowSide;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One part of a {@link OneDnnConvolution}, computed by one thread: the images from {@code first}
 * on. The memory layout of images is [batch, height, width, channels]. Weights have the layout that
 * oneDNN prefers for the first part; the other parts use the same layout.
 */
final class OneDnnConvolutionPart {
  /** Where oneDNN has no special kernel, with more places in an image its products are fast. */
  private static final long MOST_PLACES_IN_COLUMNS = 64;

  private static final long LEAST_CHANNELS_OF_SEQUENCES = 32;

  private final OneDnnConvolution.Shape shape;
  private final @Nullable OneDnnConvolutionPart model;
  private final long firstInput;
  private final long firstOutput;
  private final long[] strides;
  private final long[] gaps;
  private final long[] padding;
  private final memory.desc images;
  private final memory.desc anyWeights;
  private final memory.desc biases;
  private final memory.desc results;
  private final memory image;
  private final memory bias;
  private final memory result;
  private final memory imageGradient;
  private final memory biasGradient;
  private final memory resultGradient;
  private final convolution_forward.primitive_desc plan;
  private final Supplier<convolution_backward_weights.primitive_desc> planForWeights =
      memoize(this::planForWeights);
  private final Supplier<convolution_backward_data.primitive_desc> planForImages =
      memoize(this::planForImages);
  private final Supplier<memory> weightGradient =
      memoize(() -> OneDnn.unplaced(weightGradientOrder()));
  private final Supplier<OneDnnPrimitive> forWeights = memoize(this::makeForWeights);
  private final Supplier<Boolean> byColumns = memoize(this::isByColumns);
  private @Nullable OneDnnPrimitive forward;
  private @Nullable OneDnnPrimitive forImages;

  /**
   * {@code model} is another part, whose weight layout this one uses, or null for the first part.
   */
  OneDnnConvolutionPart(
      OneDnnConvolution.Shape shape, long first, @Nullable OneDnnConvolutionPart model) {
    this.shape = shape;
    this.model = model;
    firstInput = first * shape.channels() * shape.height() * shape.width();
    firstOutput = first * shape.filters() * shape.places();
    WindowSide down = shape.window().height();
    WindowSide across = shape.window().width();
    strides = new long[] {down.stride(), across.stride()};
    gaps = new long[] {down.dilation() - 1, across.dilation() - 1};
    padding = new long[] {down.padding(), across.padding()};
    images = OneDnn.describe(memory.format_tag.nhwc, shape.images());
    anyWeights = OneDnn.describe(memory.format_tag.any, shape.weights());
    biases = OneDnn.describe(memory.format_tag.a, shape.filters());
    results = OneDnn.describe(memory.format_tag.nhwc, shape.results());
    image = OneDnn.unplaced(images);
    bias = OneDnn.unplaced(biases);
    result = OneDnn.unplaced(results);
    imageGradient = OneDnn.unplaced(images);
    biasGradient = OneDnn.unplaced(biases);
    resultGradient = OneDnn.unplaced(results);
    plan =
        new convolution_forward.primitive_desc(
            description(model == null ? anyWeights : model.weightOrder()),
            shape.relu() ? OneDnn.reluAfter() : OneDnn.attributes(),
            OneDnn.ENGINE);
  }

  private convolution_forward.desc description(memory.desc weights) {
    int kind = prop_kind.forward_training.value;
    int auto = algorithm.convolution_auto.value;
    return shape.biased()
        ? new convolution_forward.desc(
            kind, auto, images, weights, biases, results, strides, gaps, padding, padding)
        : new convolution_forward.desc(
            kind, auto, images, weights, results, strides, gaps, padding, padding);
  }

  private convolution_backward_weights.primitive_desc planForWeights() {
    memory.desc weights = model == null ? anyWeights : model.weightGradientOrder();
    int auto = algorithm.convolution_auto.value;
    var description =
        shape.biased()
            ? new convolution_backward_weights.desc(
                auto, images, weights, biases, results, strides, gaps, padding, padding)
            : new convolution_backward_weights.desc(
                auto, images, weights, results, strides, gaps, padding, padding);
    return new convolution_backward_weights.primitive_desc(
        description, OneDnn.attributes(), OneDnn.ENGINE, plan);
  }

  private convolution_backward_data.primitive_desc planForImages() {
    memory.desc weights = model == null ? anyWeights : model.weightOrderForImages();
    var description =
        new convolution_backward_data.desc(
            algorithm.convolution_auto.value,
            images,
            weights,
            results,
            strides,
            gaps,
            padding,
            padding);
    return new convolution_backward_data.primitive_desc(
        description, OneDnn.attributes(), OneDnn.ENGINE, plan);
  }

  /** The weight layout that {@link #run} expects. */
  memory.desc weightOrder() {
    return plan.weights_desc();
  }

  /** The layout in which {@link #runForWeights} writes the gradient of the weights. */
  memory.desc weightGradientOrder() {
    return byColumns.get()
        ? OneDnn.describe(memory.format_tag.ohwi, shape.weights())
        : planForWeights.get().diff_weights_desc();
  }

  /** The weight layout that {@link #runForImages} expects. */
  memory.desc weightOrderForImages() {
    return planForImages.get().weights_desc();
  }

  /**
   * Writes the convolution of {@code x} to {@code out}. All arrays must be contiguous.
   *
   * @param weights must be the same object in each call
   */
  void run(INDArray x, memory weights, @Nullable INDArray b, INDArray out) {
    OneDnn.place(image, x, firstInput);
    OneDnn.place(result, out, firstOutput);
    if (b != null) {
      OneDnn.place(bias, b);
    }
    if (forward == null) {
      forward = makeForward(weights);
    }
    forward.run();
  }

  private OneDnnPrimitive makeForward(memory weights) {
    return new OneDnnPrimitive(
        "convolution",
        plan,
        new convolution_forward(plan),
        roles(DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_BIAS),
        image,
        weights,
        result,
        bias);
  }

  /** Whether to use {@link OneDnnColumns}. All parts do the same. */
  private boolean isByColumns() {
    if (model != null) {
      return model.byColumns.get();
    }
    if (shape.groups() > 1 || shape.window().isDilated()) {
      return false;
    }
    String kernel = planForWeights.get().impl_info_str().getString();
    return kernel.contains("gemm")
        ? shape.places() <= MOST_PLACES_IN_COLUMNS
        : kernel.contains("avx2") && isOfWideSequences();
  }

  /** For these, oneDNN's kernel for AVX2 takes up to 1.4 times as long as the columns. */
  private boolean isOfWideSequences() {
    return shape.height() == 1
        && shape.window().area() > 1
        && Math.min(shape.channels(), shape.filters()) >= LEAST_CHANNELS_OF_SEQUENCES;
  }

  /** Writes this part's share of the gradients of weight and bias to the given memory. */
  void runForWeights(INDArray x, INDArray gradient, Pointer forWeight, Pointer forBias) {
    if (byColumns.get()) {
      new OneDnnColumns(shape).run(x, firstInput, gradient, firstOutput, forWeight, forBias);
      return;
    }
    OneDnn.place(image, x, firstInput);
    OneDnn.place(resultGradient, gradient, firstOutput);
    weightGradient.get().set_data_handle(forWeight);
    biasGradient.set_data_handle(forBias);
    forWeights.get().run();
  }

  private OneDnnPrimitive makeForWeights() {
    return new OneDnnPrimitive(
        "the convolution's gradient of its weights",
        planForWeights.get(),
        new convolution_backward_weights(planForWeights.get()),
        roles(DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS),
        image,
        resultGradient,
        weightGradient.get(),
        biasGradient);
  }

  /**
   * Writes the gradient of the images.
   *
   * @param weights must be the same object in each call
   */
  void runForImages(memory weights, INDArray gradient, INDArray outX) {
    OneDnn.place(resultGradient, gradient, firstOutput);
    OneDnn.place(imageGradient, outX, firstInput);
    if (forImages == null) {
      forImages = makeForImages(weights);
    }
    forImages.run();
  }

  private OneDnnPrimitive makeForImages(memory weights) {
    return new OneDnnPrimitive(
        "the convolution's gradient of its images",
        planForImages.get(),
        new convolution_backward_data(planForImages.get()),
        new int[] {DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC},
        resultGradient,
        weights,
        imageGradient);
  }

  /** The roles, without the last one (the bias) if there is no bias. */
  private int[] roles(int... all) {
    return shape.biased() ? all : Arrays.copyOf(all, all.length - 1);
  }
}
