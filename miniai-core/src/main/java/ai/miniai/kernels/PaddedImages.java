package ai.miniai.kernels;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Row-major images [batch, height, width, channels] within the padding of a window. */
final class PaddedImages {
  private PaddedImages() {}

  /** {@code images} with zeros around them; themselves if there is no padding. */
  static INDArray of(INDArray images, Window window) {
    if (window.height().padding() == 0 && window.width().padding() == 0) {
      return images;
    }
    INDArray padded = Layout.full(images.dataType(), 0, shape(images, window));
    long rowLength = images.size(2) * images.size(3);
    INDArray rows = images.reshape('c', images.size(0), images.size(1), rowLength);
    long[] strides = {padded.stride(0), padded.stride(1), 1};
    // three dimensions instead of four, of which the last may be short: a copy is faster so
    Nd4j.create(padded.data(), rows.shape(), strides, offset(padded, window), 'c').assign(rows);
    return padded;
  }

  /** The images without their padding, as a view. */
  static INDArray inside(INDArray padded, Window window) {
    int above = window.height().padding();
    int left = window.width().padding();
    INDArray rows = Layout.part(padded, 1, above, padded.size(1) - above);
    return Layout.part(rows, 2, left, padded.size(2) - left);
  }

  /** The shape of {@code images} with their padding. */
  static long[] shape(INDArray images, Window window) {
    return new long[] {
      images.size(0),
      images.size(1) + 2L * window.height().padding(),
      images.size(2) + 2L * window.width().padding(),
      images.size(3)
    };
  }

  private static long offset(INDArray padded, Window window) {
    return padded.offset()
        + (long) window.height().padding() * padded.stride(1)
        + (long) window.width().padding() * padded.stride(2);
  }
}
