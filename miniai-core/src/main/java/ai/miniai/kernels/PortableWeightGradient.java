package ai.miniai.kernels;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient of a convolution's weight alone, with ND4J's operations: one matrix product for each
 * position in the window. ND4J's own operation always computes the gradient of the images too,
 * which takes most of the time of a backward pass if it is the first convolution.
 */
final class PortableWeightGradient {
  private PortableWeightGradient() {}

  /**
   * The gradient [out, in, size, size].
   *
   * @param images [batch, height, width, in], row-major
   * @param gradient that of the results, [batch, places down, places across, out], row-major
   */
  static INDArray of(INDArray images, INDArray gradient, Window window) {
    INDArray padded = padded(images, window.padding());
    long[] values = {gradient.size(0), gradient.size(1), gradient.size(2), images.size(3)};
    INDArray under = Layout.empty(images.dataType(), values);
    INDArray results = gradient.reshape('c', -1, gradient.size(3));
    int size = window.size();
    INDArray products =
        Layout.empty(images.dataType(), (long) size * size, gradient.size(3), images.size(3));
    for (int i = 0; i < size * size; i++) {
      under.assign(shifted(padded, i / size, i % size, window.stride(), values));
      INDArray product =
          Layout.part(products, 0, i, i + 1).reshape('c', gradient.size(3), images.size(3));
      Nd4j.exec(
          DynamicCustomOp.builder("matmul")
              .addInputs(results, under.reshape('c', -1, images.size(3)))
              .addOutputs(product)
              .addIntegerArguments(1, 0, 0) // the first factor is transposed
              .build());
    }
    return Layout.contiguous(products.permute(1, 2, 0))
        .reshape('c', gradient.size(3), images.size(3), size, size);
  }

  private static INDArray padded(INDArray images, int padding) {
    if (padding == 0) {
      return images;
    }
    long height = images.size(1);
    long width = images.size(2);
    INDArray padded =
        Layout.full(
            images.dataType(),
            0,
            images.size(0),
            height + 2L * padding,
            width + 2L * padding,
            images.size(3));
    INDArray rows = Layout.part(padded, 1, padding, padding + height);
    Layout.part(rows, 2, padding, padding + width).assign(images);
    return padded;
  }

  /** The pixels under one position of the window, for all places of the window, as a view. */
  private static INDArray shifted(INDArray x, long down, long right, long stride, long... shape) {
    long[] strides = {x.stride(0), x.stride(1) * stride, x.stride(2) * stride, x.stride(3)};
    long offset = x.offset() + down * x.stride(1) + right * x.stride(2);
    return Nd4j.create(x.data(), shape, strides, offset, 'c');
  }
}
