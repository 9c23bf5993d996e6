package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Rows;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution whose window has a single place: one matrix product of all pixels under the window
 * and the weights there. For one group, without dilation.
 *
 * <p>Images and results are [batch, height, width, channels] and row-major, weights [out, in, kh,
 * kw].
 */
final class SinglePlace {
  private final int firstRow;
  private final int firstColumn;
  private final long rows;
  private final long columns;

  private SinglePlace(Window window, INDArray images) {
    firstRow = window.height().padding();
    firstColumn = window.width().padding();
    rows = Math.min(images.size(1), window.height().size() - firstRow);
    columns = Math.min(images.size(2), window.width().size() - firstColumn);
  }

  /** Null if the window has several places, or sees nothing but padding. */
  static @Nullable SinglePlace of(Window window, INDArray images) {
    boolean single =
        window.height().places(images.size(1)) == 1 && window.width().places(images.size(2)) == 1;
    SinglePlace place = single ? new SinglePlace(window, images) : null;
    return place == null || place.rows <= 0 || place.columns <= 0 ? null : place;
  }

  /** Writes the convolution to {@code results}. */
  void forward(INDArray images, INDArray weight, @Nullable INDArray bias, INDArray results) {
    INDArray out = matrix(results);
    MatrixProduct.of(matrix(seen(images)), false, byPixel(weight), true, out);
    if (bias != null) {
      Rows.addi(out, bias);
    }
  }

  /** The gradient of the images. */
  INDArray imageGradient(INDArray images, INDArray weight, INDArray gradient) {
    long channels = images.size(3);
    INDArray product = Layout.empty(images.dataType(), images.size(0), rows, columns, channels);
    MatrixProduct.of(matrix(gradient), false, byPixel(weight), false, matrix(product));
    if (product.length() == images.length()) {
      return product;
    }
    INDArray all = Layout.full(images.dataType(), 0, images.shape());
    seen(all).assign(product);
    return all;
  }

  /** The gradient of the weight. */
  INDArray weightGradient(INDArray images, INDArray weight, INDArray gradient) {
    INDArray product =
        Layout.empty(images.dataType(), weight.size(0), rows, columns, weight.size(1));
    MatrixProduct.of(matrix(gradient), true, matrix(seen(images)), false, matrix(product));
    INDArray all = Layout.full(weight.dataType(), 0, weight.shape());
    used(all).assign(product.permute(0, 3, 1, 2));
    return all;
  }

  /** The part of the images that is under the window, as a view. */
  private INDArray seen(INDArray images) {
    return Layout.part(Layout.part(images, 1, 0, rows), 2, 0, columns);
  }

  /** The part of the weight that is over the images, as a view. */
  private INDArray used(INDArray weight) {
    INDArray some = Layout.part(weight, 2, firstRow, firstRow + rows);
    return Layout.part(some, 3, firstColumn, firstColumn + columns);
  }

  /** The weight as a matrix with the columns of the images'. */
  private INDArray byPixel(INDArray weight) {
    return matrix(used(weight).permute(0, 2, 3, 1));
  }

  private static INDArray matrix(INDArray x) {
    return Layout.contiguous(x).reshape('c', x.size(0), x.length() / x.size(0));
  }
}
