package ai.miniai.kernels.onednn;

import ai.miniai.kernels.WindowSide;
import com.google.common.primitives.Ints;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a convolution's weights and bias, computed with one matrix product for many
 * images (im2col). The factors are the values under the window, [positions, kh × kw × channels],
 * and the gradient of the results. For shapes without a special kernel, oneDNN computes one product
 * per image, which takes many times as long if an image has few window positions; and its special
 * kernel for AVX2 is slow if the images are sequences with many channels. The memory layout of the
 * images is [batch, height, width, channels].
 */
final class OneDnnColumns {
  /** The maximum number of values that one product reads, so that they stay in the cache. */
  private static final long MOST_NUMBERS = 1 << 16;

  private final OneDnnConvolution.Shape shape;
  private final WindowSide down;
  private final WindowSide across;
  private final int channels;
  private final int width;
  private final int filters;
  private final int places;

  /** The number of products that are summed for one result value. */
  private final int terms;

  private final int imagesAtOnce;

  OneDnnColumns(OneDnnConvolution.Shape shape) {
    this.shape = shape;
    down = shape.window().height();
    across = shape.window().width();
    channels = Math.toIntExact(shape.channels());
    width = Math.toIntExact(shape.width());
    filters = Math.toIntExact(shape.filters());
    places = Math.toIntExact(shape.places());
    terms = shape.window().area() * channels;
    imagesAtOnce =
        Ints.constrainToRange(
            Ints.saturatedCast(MOST_NUMBERS / ((long) places * terms)), 1, (int) shape.batch());
  }

  /**
   * Writes the gradients of the weights, [filters, kh, kw, channels], and of the bias, [filters].
   *
   * @param firstInput the offset of the first image in {@code x}
   * @param firstOutput the offset of its result in {@code gradient}
   */
  void run(
      INDArray x,
      long firstInput,
      INDArray gradient,
      long firstOutput,
      Pointer forWeight,
      Pointer forBias) {
    long image = shape.height() * width * channels;
    long result = (long) places * filters;
    double[] bias = new double[filters];
    try (Scratchpad columns =
        Scratchpad.borrow((long) imagesAtOnce * places * terms * Float.BYTES)) {
      for (int first = 0; first < shape.batch(); first += imagesAtOnce) {
        int count = (int) Math.min(imagesAtOnce, shape.batch() - first);
        gather(floats(x, firstInput + first * image, count * image), count, columns);
        multiply(
            new OneDnn.Address(gradient, firstOutput + first * result),
            columns.memory(),
            (long) count * places,
            first > 0,
            forWeight);
        add(floats(gradient, firstOutput + first * result, count * result), bias);
      }
    }
    FloatBuffer out = new FloatPointer(forBias).capacity(filters).asBuffer();
    for (int i = 0; i < filters; i++) {
      out.put(i, (float) bias[i]);
    }
  }

  private static FloatBuffer floats(INDArray array, long skipped, long count) {
    return new OneDnn.Address(array, skipped).capacity(count).asBuffer();
  }

  /** Copies the values under the window at each of its positions (im2col). */
  private void gather(FloatBuffer images, int count, Scratchpad columns) {
    if (down.padding() > 0 || across.padding() > 0) {
      Pointer.memset(columns.memory(), 0, (long) count * places * terms * Float.BYTES);
    }
    FloatBuffer out = columns.floats();
    int height = (int) shape.height();
    int inRow = (int) across.places(width);
    int rows = places / inRow;
    for (int place = 0; place < count * places; place++) {
      int top = place / inRow % rows * down.stride() - down.padding();
      int left = place % inRow * across.stride() - across.padding();
      int from = Math.max(left, 0);
      int length = (Math.min(left + across.size(), width) - from) * channels;
      for (int row = Math.max(top, 0); row < Math.min(top + down.size(), height); row++) {
        int inWindow = (row - top) * across.size() + from - left;
        int inImages = (place / places * height + row) * width + from;
        if (length > 0) {
          out.put(place * terms + inWindow * channels, images, inImages * channels, length);
        }
      }
    }
  }

  private void multiply(
      FloatPointer gradient, Pointer columns, long rows, boolean add, Pointer forWeight) {
    OneDnn.check(
        dnnl.dnnl_sgemm(
            (byte) 'T',
            (byte) 'N',
            filters,
            terms,
            rows,
            1,
            gradient,
            filters,
            new FloatPointer(columns),
            terms,
            add ? 1 : 0,
            new FloatPointer(forWeight),
            terms),
        "a product of matrices");
  }

  private void add(FloatBuffer gradient, double[] bias) {
    float[] row = new float[filters];
    while (gradient.hasRemaining()) {
      gradient.get(row);
      for (int i = 0; i < filters; i++) {
        bias[i] += row[i];
      }
    }
  }
}
