package ai.miniai.tensor;

import static ai.miniai.tensor.MemoryScope.outside;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution of one shape of images, forward and backward, and ReLU after it, which makes 0 of
 * NaN. Each member of the {@link Team} has a part of the images, and computes it alone: that takes
 * a tenth less than all of oneDNN's threads at each primitive.
 */
final class OneDnnConvolution {
  /** Everything that a primitive is made for. */
  record Shape(
      long batch,
      long channels,
      long height,
      long width,
      long filters,
      Window window,
      boolean biased,
      boolean relu) {
    Shape withBatch(long other) {
      return new Shape(other, channels, height, width, filters, window, biased, relu);
    }

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

  private final OneDnnConvolutionPart[] parts;

  /** Where the parts but the first write their share of the gradients of weight and bias. */
  private final INDArray[] weightShares;

  private final INDArray[] biasShares;

  OneDnnConvolution(Shape shape) {
    int count = (int) Math.min(Team.SIZE, shape.batch());
    parts = new OneDnnConvolutionPart[count];
    weightShares = new INDArray[count];
    biasShares = new INDArray[count];
    OneDnn.alone(() -> Arrays.setAll(parts, i -> part(shape, i, count)));
    for (int i = 1; i < count; i++) {
      weightShares[i] = outside(() -> Layout.empty(DataType.FLOAT, shape.weights()));
      biasShares[i] = outside(() -> Layout.empty(DataType.FLOAT, shape.filters()));
    }
  }

  private static OneDnnConvolutionPart part(Shape shape, long number, int count) {
    long from = shape.batch() * number / count;
    long to = shape.batch() * (number + 1) / count;
    return new OneDnnConvolutionPart(shape.withBatch(to - from), from);
  }

  /** Writes the convolution of {@code x} to {@code out}; all arrays are contiguous. */
  void run(INDArray x, INDArray w, @Nullable INDArray b, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].run(x, w, b, out));
  }

  /** Writes the gradients of weight and bias. */
  void runForWeights(INDArray x, INDArray gradient, INDArray outW, @Nullable INDArray outB) {
    OneDnn.share(
        parts.length,
        i ->
            parts[i].runForWeights(
                x, gradient, i == 0 ? outW : weightShares[i], i == 0 ? outB : biasShares[i]));
    for (int i = 1; i < parts.length; i++) {
      CpuKernels.add(outW, weightShares[i]);
      if (outB != null) {
        CpuKernels.add(outB, biasShares[i]);
      }
    }
  }

  /** Writes the gradient of the images. */
  void runForImages(INDArray w, INDArray gradient, INDArray outX) {
    OneDnn.share(parts.length, i -> parts[i].runForImages(w, gradient, outX));
  }
}
