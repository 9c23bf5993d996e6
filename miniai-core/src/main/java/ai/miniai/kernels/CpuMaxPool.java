package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max pooling of float32 images in plain Java, image by image, in memory [batch, height, width,
 * channels]. NaN is larger than every number. Of several largest values in a window, the first gets
 * the gradient.
 */
final class CpuMaxPool {
  /** Images with more values are not copied to the heap. */
  private static final long MOST_VALUES = 1 << 20;

  /** The least number of values that makes a part worth running on another thread. */
  private static final int LEAST_IN_PART = 1 << 14;

  /** Multiplying any positive float32 by this twice gives more than 1. */
  private static final float HUGE = 1e38f;

  private final Window window;
  private final int height;
  private final int width;
  private final int channels;
  private final int rows;
  private final int columns;

  /** Whether no two windows overlap. */
  private final boolean isApart;

  private CpuMaxPool(INDArray x, Window window) {
    this.window = window;
    height = (int) x.size(2);
    width = (int) x.size(3);
    channels = (int) x.size(1);
    rows = (int) window.height().places(height);
    columns = (int) window.width().places(width);
    isApart =
        window.height().stride() >= window.height().size()
            && window.width().stride() >= window.width().size();
  }

  /** Whether images [batch, channels, height, width] are small enough. */
  static boolean fits(INDArray x) {
    return x.size(1) * x.size(2) * x.size(3) <= MOST_VALUES;
  }

  static INDArray forward(INDArray x, Window window) {
    INDArray images = Layout.channelsLast(x);
    INDArray result = window.emptyResult(x, x.size(1));
    new CpuMaxPool(x, window).forward((int) x.size(0), images, result);
    return Layout.channelsFirst(result);
  }

  static INDArray backward(INDArray x, INDArray gradient, Window window) {
    INDArray images = Layout.channelsLast(x);
    INDArray results = Layout.channelsLast(gradient);
    INDArray forImages = Layout.emptyLike(images);
    new CpuMaxPool(x, window).backward((int) x.size(0), images, results, forImages);
    return Layout.channelsFirst(forImages);
  }

  private void forward(int batch, INDArray x, INDArray y) {
    FloatBuffer from = x.data().asNioFloat();
    FloatBuffer to = y.data().asNioFloat();
    try {
      share(
          batch,
          (first, end) -> {
            float[] image = new float[height * width * channels];
            float[] result = new float[rows * columns * channels];
            for (int i = first; i < end; i++) {
              from.get((int) x.offset() + i * image.length, image);
              pool(image, result);
              to.put((int) y.offset() + i * result.length, result);
            }
          });
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
      Reference.reachabilityFence(y);
    }
  }

  private void backward(int batch, INDArray x, INDArray g, INDArray out) {
    FloatBuffer images = x.data().asNioFloat();
    FloatBuffer gradients = g.data().asNioFloat();
    FloatBuffer to = out.data().asNioFloat();
    try {
      share(
          batch,
          (first, end) -> {
            float[] image = new float[height * width * channels];
            float[] gradient = new float[rows * columns * channels];
            float[] result = new float[image.length];
            for (int i = first; i < end; i++) {
              images.get((int) x.offset() + i * image.length, image);
              gradients.get((int) g.offset() + i * gradient.length, gradient);
              Arrays.fill(result, 0);
              spread(image, gradient, result);
              to.put((int) out.offset() + i * image.length, result);
            }
          });
    } finally {
      Reference.reachabilityFence(x);
      Reference.reachabilityFence(g);
      Reference.reachabilityFence(out);
    }
  }

  /** Works on the images from {@code first} to {@code end} − 1. */
  @FunctionalInterface
  private interface Some {
    void work(int first, int end);
  }

  private void share(int batch, Some images) {
    int each = Math.max(1, LEAST_IN_PART / (height * width * channels));
    Team.run(
        (batch + each - 1) / each,
        part -> images.work(part * each, Math.min((part + 1) * each, batch)));
  }

  private void pool(float[] x, float[] y) {
    float[] largest = new float[columns * channels];
    float[] values = new float[largest.length];
    for (int row = 0; row < rows; row++) {
      gather(x, row, 0, largest);
      for (int place = 1; place < window.area(); place++) {
        gather(x, row, place, values);
        max(values, largest, largest.length);
      }
      System.arraycopy(largest, 0, y, row * largest.length, largest.length);
    }
  }

  private void spread(float[] x, float[] gradient, float[] out) {
    int places = window.area();
    float[][] values = new float[places][columns * channels];
    float[] largest = new float[columns * channels];
    float[] rest = new float[largest.length];
    float[] share = new float[largest.length];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(largest, Float.NEGATIVE_INFINITY);
      for (int place = 0; place < places; place++) {
        gather(x, row, place, values[place]);
        max(values[place], largest, largest.length);
      }
      System.arraycopy(gradient, row * rest.length, rest, 0, rest.length);
      boolean isFinite = areFinite(largest, rest, share);
      for (int place = 0; place < places; place++) {
        if (isFinite) {
          take(values[place], largest, rest, share, share.length);
        } else {
          takeAny(row, place, values[place], largest, rest, share);
        }
        scatter(share, row, place, out);
      }
    }
  }

  /**
   * Like {@link #take}, for numbers that need not be finite. The first NaN counts as the largest.
   */
  private void takeAny(
      int row, int place, float[] x, float[] largest, float[] rest, float[] share) {
    Arrays.fill(share, 0);
    for (int column = 0; column < columns; column++) {
      if (isInside(down(row, place), across(column, place))) {
        for (int i = column * channels; i < (column + 1) * channels; i++) {
          if (x[i] == largest[i] || Float.isNaN(x[i])) {
            share[i] = rest[i];
            rest[i] = 0;
          }
        }
      }
    }
  }

  /** The values at one place of the windows in a row: −∞ where that lies in the padding. */
  private void gather(float[] x, int row, int place, float[] values) {
    int down = down(row, place);
    for (int column = 0; column < columns; column++) {
      int across = across(column, place);
      int at = column * channels;
      if (isInside(down, across)) {
        System.arraycopy(x, (down * width + across) * channels, values, at, channels);
      } else {
        Arrays.fill(values, at, at + channels, Float.NEGATIVE_INFINITY);
      }
    }
  }

  /** The counterpart of {@link #gather}: adds the values if windows may overlap. */
  private void scatter(float[] values, int row, int place, float[] out) {
    int down = down(row, place);
    for (int column = 0; column < columns; column++) {
      int across = across(column, place);
      if (isInside(down, across)) {
        int to = (down * width + across) * channels;
        if (isApart) {
          System.arraycopy(values, column * channels, out, to, channels);
        } else {
          for (int c = 0; c < channels; c++) {
            out[to + c] += values[column * channels + c];
          }
        }
      }
    }
  }

  private int down(int row, int place) {
    return row * window.height().stride()
        - window.height().padding()
        + place / window.width().size();
  }

  private int across(int column, int place) {
    return column * window.width().stride()
        - window.width().padding()
        + place % window.width().size();
  }

  private boolean isInside(int down, int across) {
    return down >= 0 && down < height && across >= 0 && across < width;
  }

  // ---------------------------------------------------------------- loops that are vectorised

  /** Math.max keeps NaN. */
  private static void max(float[] x, float[] largest, int length) {
    for (int i = 0; i < length; i++) {
      largest[i] = Math.max(largest[i], x[i]);
    }
  }

  /** Moves what is left of the gradient to {@code share} where x is the largest value. */
  private static void take(float[] x, float[] largest, float[] rest, float[] share, int length) {
    for (int i = 0; i < length; i++) {
      float isLess = Math.min((largest[i] - x[i]) * HUGE * HUGE, 1); // 1 or 0
      share[i] = rest[i] * (1 - isLess) + 0; // not −0
      rest[i] *= isLess;
    }
  }

  /**
   * Whether all of {@code a} and {@code b} are finite, and their sums too. The zeros are added up
   * in four sums, because one sum would wait for each addition.
   */
  private static boolean areFinite(float[] a, float[] b, float[] zeros) {
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = (a[i] + b[i]) * 0;
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int end = zeros.length / 4 * 4;
    for (int i = 0; i < end; i += 4) {
      s0 += zeros[i];
      s1 += zeros[i + 1];
      s2 += zeros[i + 2];
      s3 += zeros[i + 3];
    }
    for (int i = end; i < zeros.length; i++) {
      s0 += zeros[i];
    }
    return s0 + s1 + s2 + s3 == 0;
  }
}
