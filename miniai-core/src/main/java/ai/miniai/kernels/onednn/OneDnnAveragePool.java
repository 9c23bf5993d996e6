package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import ai.miniai.array.Team;
import ai.miniai.kernels.Window;
import ai.miniai.kernels.WindowSide;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Average pooling for one shape, forward and backward. Padding counts as zeros. The images lie in
 * memory as [batch, height, width, channels], and the threads of the {@link Team} share the batch.
 */
final class OneDnnAveragePool {
  private static final int KIND = algorithm.pooling_avg_include_padding.value;

  /** All parameters for which primitives are created. */
  record Shape(long batch, long channels, long height, long width, Window window) {
    Shape withBatch(long other) {
      return new Shape(other, channels, height, width, window);
    }

    long image() {
      return channels * height * width;
    }

    long result() {
      return channels * window.height().places(height) * window.width().places(width);
    }

    /** The number of parts that the batch is divided into; it depends only on the shape. */
    int parts() {
      return OneDnn.parts(batch, batch * image());
    }
  }

  private final Part[] parts;

  OneDnnAveragePool(Shape shape) {
    parts = new Part[shape.parts()];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < parts.length; i++) {
            long from = shape.batch() * i / parts.length;
            long to = shape.batch() * (i + 1) / parts.length;
            parts[i] = new Part(shape.withBatch(to - from), from);
          }
        });
  }

  /** Pools {@code x}. */
  void run(INDArray x, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].run(x, out), x, out);
  }

  /** The gradient of the images. */
  void runBackward(INDArray gradient, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].runBackward(gradient, out), gradient, out);
  }

  /** The part that one thread computes. */
  private static final class Part {
    private final long firstInput;
    private final long firstOutput;
    private final memory source;
    private final memory result;
    private final memory resultGradient;
    private final memory sourceGradient;
    private final OneDnnPrimitive forward;
    private final OneDnnPrimitive backward;

    Part(Shape shape, long first) {
      firstInput = first * shape.image();
      firstOutput = first * shape.result();
      WindowSide down = shape.window().height();
      WindowSide across = shape.window().width();
      long[] kernel = {down.size(), across.size()};
      long[] strides = {down.stride(), across.stride()};
      long[] padding = {down.padding(), across.padding()};
      long[] right = {right(shape.height(), down), right(shape.width(), across)};
      memory.desc images =
          OneDnn.describe(
              memory.format_tag.nhwc,
              shape.batch(),
              shape.channels(),
              shape.height(),
              shape.width());
      memory.desc results =
          OneDnn.describe(
              memory.format_tag.nhwc,
              shape.batch(),
              shape.channels(),
              down.places(shape.height()),
              across.places(shape.width()));
      source = OneDnn.unplaced(images);
      result = OneDnn.unplaced(results);
      resultGradient = OneDnn.unplaced(results);
      sourceGradient = OneDnn.unplaced(images);
      var plan =
          new pooling_forward.primitive_desc(
              new pooling_forward.desc(
                  prop_kind.forward_training.value,
                  KIND,
                  images,
                  results,
                  strides,
                  kernel,
                  padding,
                  right),
              OneDnn.attributes(),
              OneDnn.ENGINE);
      var backwardPlan =
          new pooling_backward.primitive_desc(
              new pooling_backward.desc(KIND, images, results, strides, kernel, padding, right),
              OneDnn.attributes(),
              OneDnn.ENGINE,
              plan);
      forward =
          new OneDnnPrimitive(
              "average pooling",
              plan,
              new pooling_forward(plan),
              new int[] {DNNL_ARG_SRC, DNNL_ARG_DST},
              source,
              result);
      backward =
          new OneDnnPrimitive(
              "the gradient of average pooling",
              backwardPlan,
              new pooling_backward(backwardPlan),
              new int[] {DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC},
              resultGradient,
              sourceGradient);
    }

    /** The padding at the end that the last window needs; negative if it ends before the image. */
    private static long right(long length, WindowSide side) {
      return (side.places(length) - 1) * side.stride() + side.size() - length - side.padding();
    }

    void run(INDArray x, INDArray out) {
      OneDnn.place(source, x, firstInput);
      OneDnn.place(result, out, firstOutput);
      forward.run();
    }

    void runBackward(INDArray gradient, INDArray out) {
      OneDnn.place(resultGradient, gradient, firstOutput);
      OneDnn.place(sourceGradient, out, firstInput);
      backward.run();
    }
  }
}
