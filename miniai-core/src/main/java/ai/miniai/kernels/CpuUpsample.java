package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Kernels#upsampleNearest} of float32 in plain Java, row by row. */
final class CpuUpsample {
  /** About as many values of the larger images are in one part. */
  private static final int PART = 1 << 16;

  private final int scale;
  private final int channels;

  /** The number of values in a row of the smaller images, and in one of the larger. */
  private final int narrow;

  private final int wide;
  private final INDArray x;
  private final INDArray result;
  private final FloatBuffer from;
  private final FloatBuffer to;

  private CpuUpsample(int scale, INDArray x, INDArray result) {
    INDArray small = x.length() < result.length() ? x : result;
    this.scale = scale;
    this.channels = Math.toIntExact(small.size(3));
    this.narrow = Math.toIntExact(small.size(2) * small.size(3));
    this.wide = narrow * scale;
    this.x = x;
    this.result = result;
    this.from = x.data().asNioFloat();
    this.to = result.data().asNioFloat();
  }

  static INDArray forward(INDArray x, int scale) {
    INDArray result =
        Layout.empty(DataType.FLOAT, x.size(0), x.size(1) * scale, x.size(2) * scale, x.size(3));
    CpuUpsample upsample = new CpuUpsample(scale, x, result);
    upsample.run(x.size(0) * x.size(1), upsample::repeat);
    return result;
  }

  static INDArray backward(INDArray gradient, int scale) {
    INDArray result =
        Layout.empty(
            DataType.FLOAT,
            gradient.size(0),
            gradient.size(1) / scale,
            gradient.size(2) / scale,
            gradient.size(3));
    CpuUpsample upsample = new CpuUpsample(scale, gradient, result);
    upsample.run(result.size(0) * result.size(1), upsample::sum);
    return result;
  }

  /** Processes each row of the smaller images. */
  private void run(long rows, IntConsumer body) {
    int each = Math.max(1, PART / wide / scale);
    try {
      Team.run(
          (int) ((rows - 1) / each + 1),
          part -> {
            for (int i = part * each; i < Math.min((part + 1L) * each, rows); i++) {
              body.accept(i);
            }
          });
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
      Reference.reachabilityFence(result);
    }
  }

  /** Row {@code number}, with each pixel repeated, as several rows of the result. */
  private void repeat(int number) {
    float[] row = new float[narrow];
    from.get((int) x.offset() + number * narrow, row);
    float[] repeated = new float[wide];
    for (int i = 0; i < wide; i += channels) {
      System.arraycopy(row, i / channels / scale * channels, repeated, i, channels);
    }
    for (int i = 0; i < scale; i++) {
      to.put((int) result.offset() + (number * scale + i) * wide, repeated);
    }
  }

  /** Row {@code number} of the result: the sum of several rows, and of several pixels in them. */
  private void sum(int number) {
    float[] sum = new float[wide];
    float[] row = new float[wide];
    for (int i = 0; i < scale; i++) {
      from.get((int) x.offset() + (number * scale + i) * wide, row);
      add(row, sum);
    }
    float[] total = new float[narrow];
    float[] pixels = new float[narrow];
    for (int nth = 0; nth < scale; nth++) {
      for (int i = 0; i < narrow; i += channels) {
        System.arraycopy(sum, i * scale + nth * channels, pixels, i, channels);
      }
      add(pixels, total);
    }
    to.put((int) result.offset() + number * narrow, total);
  }

  private static void add(float[] x, float[] sum) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += x[i];
    }
  }
}
