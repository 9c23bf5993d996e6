package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Summation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient of a convolution's weight alone, with ND4J's operations: one copy of the pixels
 * under the window at all of its places, and one matrix product. (ND4J's own operation always
 * computes the gradient of the images too, which takes most of the time of a backward pass if it is
 * the first convolution.) For one group, without dilation.
 *
 * <p>Images and results are [batch, height, width, channels] and row-major.
 */
final class WindowPatches {
  /** The most values that are copied at once, unless those of one image are more. */
  private static final long MOST = 1 << 24;

  private final Window window;
  private final INDArray padded;
  private final INDArray gradient;

  /** For the images and the gradient of the results. */
  WindowPatches(INDArray images, INDArray gradient, Window window) {
    this.window = window;
    this.padded = PaddedImages.of(images, window);
    this.gradient = gradient;
  }

  /** The gradient of the weight, [out, in, kh, kw]. */
  INDArray weightGradient() {
    return weightGradient(MOST);
  }

  /** The same, with at most so many values copied at once. */
  INDArray weightGradient(long most) {
    long batch = gradient.size(0);
    long filters = gradient.size(3);
    long columns = window.area() * padded.size(3);
    long places = gradient.size(1) * gradient.size(2);
    long images = Math.max(1, Math.min(batch, most / (places * columns)));
    long parts = (batch + images - 1) / images;
    INDArray products = Layout.empty(padded.dataType(), parts, filters, columns);
    INDArray patches = Layout.empty(padded.dataType(), images * places, columns);
    for (long i = 0; i < parts; i++) {
      long from = i * images;
      long to = Math.min(batch, from + images);
      INDArray rows = Layout.part(patches, 0, 0, (to - from) * places);
      INDArray under = under(from, to);
      rows.reshape('c', under.shape()).assign(under);
      INDArray results = Layout.part(gradient, 0, from, to).reshape('c', rows.size(0), filters);
      INDArray product = Layout.part(products, 0, i, i + 1).reshape('c', filters, columns);
      MatrixProduct.of(results, true, rows, false, product);
    }
    INDArray sum = parts == 1 ? products : Summation.over(products, 0);
    long height = window.height().size();
    long width = window.width().size();
    return Layout.contiguous(
        sum.reshape('c', filters, height, width, padded.size(3)).permute(0, 3, 1, 2));
  }

  /**
   * The pixels under the window for some of the images, as a view [images, places down, places
   * across, kh, kw · channels]. (A row under the window is contiguous. With one dimension more the
   * copy would take ten times as long.)
   */
  private INDArray under(long from, long to) {
    WindowSide h = window.height();
    WindowSide w = window.width();
    long channels = padded.size(3);
    long[] shape = {to - from, gradient.size(1), gradient.size(2), h.size(), w.size() * channels};
    long[] strides = {
      padded.stride(0),
      (long) padded.stride(1) * h.stride(),
      (long) padded.stride(2) * w.stride(),
      padded.stride(1),
      1
    };
    long offset = padded.offset() + from * padded.stride(0);
    return Nd4j.create(padded.data(), shape, strides, offset, 'c');
  }
}
