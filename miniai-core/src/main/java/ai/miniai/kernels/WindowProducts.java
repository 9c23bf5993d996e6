package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Rows;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution with ND4J's operations: for each position in the window, one matrix product of the
 * pixels under it and the weights there. It does what ND4J's own convolution cannot: groups of
 * channels, and dilation.
 *
 * <p>Images and results are [batch, height, width, channels] and row-major, weights [out, in /
 * groups, kh, kw].
 */
final class WindowProducts {
  private final Window window;
  private final int groups;

  WindowProducts(Window window, int groups) {
    this.window = window;
    this.groups = groups;
  }

  /** Writes the convolution to {@code results}. */
  void forward(INDArray images, INDArray weight, @Nullable INDArray bias, INDArray results) {
    INDArray padded = PaddedImages.of(images, window);
    INDArray under = underWindow(images, results);
    INDArray weights = byPosition(weight);
    INDArray sum = Layout.full(images.dataType(), 0, groups, rows(results), filters(results));
    INDArray product = Layout.emptyLike(sum);
    for (int i = 0; i < window.area(); i++) {
      under.assign(shifted(padded, i, results));
      multiply(asRows(under), false, at(weights, i), true, product);
      sum.addi(product);
    }
    INDArray rows = results.reshape('c', rows(results), results.size(3));
    rows.reshape('c', rows.size(0), groups, filters(results)).assign(sum.permute(1, 0, 2));
    if (bias != null) {
      Rows.addi(rows, bias);
    }
  }

  /** The gradient of the images. */
  INDArray imageGradient(INDArray images, INDArray weight, INDArray gradient) {
    INDArray padded = Layout.full(images.dataType(), 0, PaddedImages.shape(images, window));
    INDArray weights = byPosition(weight);
    INDArray product = underWindow(images, gradient);
    INDArray results = byGroup(gradient);
    for (int i = 0; i < window.area(); i++) {
      multiply(results, false, at(weights, i), false, asRows(product));
      shifted(padded, i, gradient).addi(product);
    }
    return Layout.contiguous(PaddedImages.inside(padded, window));
  }

  /** The gradient of the weight. */
  INDArray weightGradient(INDArray images, INDArray gradient) {
    INDArray padded = PaddedImages.of(images, window);
    INDArray under = underWindow(images, gradient);
    INDArray results = byGroup(gradient);
    long channels = images.size(3) / groups;
    INDArray products =
        Layout.empty(images.dataType(), window.area(), groups, filters(gradient), channels);
    for (int i = 0; i < window.area(); i++) {
      under.assign(shifted(padded, i, gradient));
      multiply(results, true, asRows(under), false, at(products, i));
    }
    return Layout.contiguous(products.permute(1, 2, 3, 0))
        .reshape('c', gradient.size(3), channels, window.height().size(), window.width().size());
  }

  private static long rows(INDArray results) {
    return results.size(0) * results.size(1) * results.size(2);
  }

  private long filters(INDArray results) {
    return results.size(3) / groups;
  }

  /** The results as [groups, rows, filters of a group]. */
  private INDArray byGroup(INDArray results) {
    return Layout.contiguous(
        results.reshape('c', rows(results), groups, filters(results)).permute(1, 0, 2));
  }

  /** The weight as [positions in the window, groups, filters of a group, channels of a group]. */
  private INDArray byPosition(INDArray weight) {
    return Layout.contiguous(weight.permute(2, 3, 0, 1))
        .reshape('c', window.area(), groups, weight.size(0) / groups, weight.size(1));
  }

  private static INDArray at(INDArray byPosition, int i) {
    return Layout.part(byPosition, 0, i, i + 1)
        .reshape('c', byPosition.size(1), byPosition.size(2), byPosition.size(3));
  }

  /** For the pixels under one position: [groups, batch, places down, across, channels]. */
  private INDArray underWindow(INDArray images, INDArray results) {
    return Layout.empty(
        images.dataType(),
        groups,
        results.size(0),
        results.size(1),
        results.size(2),
        images.size(3) / groups);
  }

  private static INDArray asRows(INDArray under) {
    return under.reshape('c', under.size(0), -1, under.size(4));
  }

  /**
   * The pixels under one position in the window, for all places of the window, as a view of the
   * shape of {@link #underWindow}.
   */
  private INDArray shifted(INDArray padded, int position, INDArray results) {
    WindowSide h = window.height();
    WindowSide w = window.width();
    long down = (long) (position / w.size()) * h.dilation();
    long right = (long) (position % w.size()) * w.dilation();
    long channels = padded.size(3) / groups;
    long[] shape = {groups, results.size(0), results.size(1), results.size(2), channels};
    long[] strides = {
      channels * padded.stride(3),
      padded.stride(0),
      (long) padded.stride(1) * h.stride(),
      (long) padded.stride(2) * w.stride(),
      padded.stride(3)
    };
    long offset = padded.offset() + down * padded.stride(1) + right * padded.stride(2);
    return Nd4j.create(padded.data(), shape, strides, offset, 'c');
  }

  /** A product for each group, which is the first dimension. */
  private static void multiply(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
    boolean one = out.size(0) == 1;
    MatrixProduct.of(
        one ? matrix(a) : a, transposeA, one ? matrix(b) : b, transposeB, one ? matrix(out) : out);
  }

  private static INDArray matrix(INDArray x) {
    return x.reshape('c', x.size(1), x.size(2));
  }
}
