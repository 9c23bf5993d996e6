package ai.miniai.kernels.onednn;

import static com.google.common.base.Suppliers.memoize;

import ai.miniai.array.Team;
import ai.miniai.kernels.Window;
import com.google.common.primitives.Ints;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution for one shape, forward and backward, with an optional ReLU that turns NaN into 0.
 * The batch is divided into parts, which the threads of the {@link Team} compute, each part on a
 * single thread. This takes 10% less time than running each primitive with all of oneDNN's threads.
 * The division depends only on the shape. So the results are identical to the bit, whatever the
 * number of CPUs.
 */
final class OneDnnConvolution {
  private static final int MOST_PARTS = 16;

  /** The minimum number of multiply-adds that makes a part worth running on another thread. */
  private static final long LEAST_WORK = 500_000;

  /**
   * The minimum number of multiply-adds in a part per value of the weight gradient, because the
   * shares of all parts must be summed.
   */
  private static final long LEAST_WORK_FOR_EACH_WEIGHT = 64;

  /** All parameters for which primitives are created. */
  record Shape(
      long batch,
      long channels,
      long height,
      long width,
      long filters,
      long groups,
      Window window,
      boolean biased,
      boolean relu) {
    Shape withBatch(long other) {
      return new Shape(other, channels, height, width, filters, groups, window, biased, relu);
    }

    long[] images() {
      return new long[] {batch, channels, height, width};
    }

    /** With groups as a dimension of their own, if there are several. */
    long[] weights() {
      long down = window.height().size();
      long across = window.width().size();
      return groups == 1
          ? new long[] {filters, channels, down, across}
          : new long[] {groups, filters / groups, channels / groups, down, across};
    }

    long places() {
      return window.height().places(height) * window.width().places(width);
    }

    /**
     * The number of parts that the batch is divided into: 1, 2, 4, 8 or 16, so that all threads get
     * the same amount of work.
     */
    int parts() {
      long weights = filters * channels / groups * window.area();
      long most = Math.min(batch, batch * places() / LEAST_WORK_FOR_EACH_WEIGHT);
      most = Math.min(most, GradientShares.MOST_NUMBERS / weights);
      long worth = batch * places() * weights / LEAST_WORK;
      return Integer.highestOneBit(
          Ints.constrainToRange(Ints.saturatedCast(Math.min(most, worth)), 1, MOST_PARTS));
    }

    long[] results() {
      return new long[] {
        batch, filters, window.height().places(height), window.width().places(width)
      };
    }
  }

  private final Shape shape;
  private final OneDnnConvolutionPart[] parts;
  private final OneDnnWeights weights;
  private final Supplier<OneDnnWeights> weightsForImages = memoize(this::makeWeightsForImages);
  private final Supplier<GradientShares> shares = memoize(this::makeShares);

  OneDnnConvolution(Shape shape) {
    this.shape = shape;
    parts = new OneDnnConvolutionPart[shape.parts()];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < parts.length; i++) {
            parts[i] = part(i);
          }
        });
    weights = OneDnnWeights.wanted(parts[0].weightOrder(), shape.weights());
  }

  private OneDnnConvolutionPart part(int number) {
    long from = shape.batch() * number / parts.length;
    long to = shape.batch() * (number + 1) / parts.length;
    return new OneDnnConvolutionPart(
        shape.withBatch(to - from), from, number == 0 ? null : parts[0]);
  }

  private OneDnnWeights makeWeightsForImages() {
    return OneDnn.alone(
        () -> OneDnnWeights.wanted(parts[0].weightOrderForImages(), shape.weights()));
  }

  private GradientShares makeShares() {
    return OneDnn.alone(
        () ->
            new GradientShares(
                parts[0].weightGradientOrder(),
                parts.length,
                Math.toIntExact(shape.filters()),
                shape.weights()));
  }

  /** Writes the convolution of {@code x} to {@code out}. All arrays must be contiguous. */
  void run(INDArray x, INDArray w, @Nullable INDArray b, INDArray out) {
    weights.set(w);
    OneDnn.share(parts.length, i -> parts[i].run(x, weights.ready(), b, out), x, w, b, out);
  }

  /** Writes the gradients of weight and bias. */
  void runForWeights(INDArray x, INDArray gradient, INDArray outW, @Nullable INDArray outB) {
    shares
        .get()
        .sum(
            (i, forWeight, forBias) -> parts[i].runForWeights(x, gradient, forWeight, forBias),
            outW,
            outB,
            x,
            gradient);
  }

  /** Writes the gradient of the images. */
  void runForImages(INDArray w, INDArray gradient, INDArray outX) {
    OneDnnWeights forImages = weightsForImages.get();
    forImages.set(w);
    OneDnn.share(
        parts.length,
        i -> parts[i].runForImages(forImages.ready(), gradient, outX),
        w,
        gradient,
        outX);
  }
}
