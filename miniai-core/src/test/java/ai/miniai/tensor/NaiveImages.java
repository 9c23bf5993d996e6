package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Convolution and pooling as six nested loops in float64, to compare with. */
final class NaiveImages {
  private interface Place {
    double at(long batch, long channel, long top, long left);
  }

  private final INDArray x;
  private final int size;
  private final int stride;
  private final int padding;

  NaiveImages(Tensor images, int size, int stride, int padding) {
    this.x = images.array();
    this.size = size;
    this.stride = stride;
    this.padding = padding;
  }

  Tensor conv2d(Tensor weight, double... bias) {
    INDArray w = weight.array();
    return each(
        weight.size(0),
        (n, out, top, left) -> {
          double sum = bias.length == 0 ? 0 : bias[(int) out];
          for (long c = 0; c < x.size(1); c++) {
            for (int i = 0; i < size; i++) {
              for (int j = 0; j < size; j++) {
                if (inside(top + i, left + j)) {
                  sum += w.getDouble(out, c, i, j) * x.getDouble(n, c, top + i, left + j);
                }
              }
            }
          }
          return sum;
        });
  }

  Tensor maxPool() {
    return each(
        x.size(1),
        (n, c, top, left) -> {
          double max = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
              if (inside(top + i, left + j)) {
                max = Math.max(max, x.getDouble(n, c, top + i, left + j));
              }
            }
          }
          return max;
        });
  }

  Tensor averagePool() {
    return each(
        x.size(1),
        (n, c, top, left) -> {
          double sum = 0;
          for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
              if (inside(top + i, left + j)) {
                sum += x.getDouble(n, c, top + i, left + j);
              }
            }
          }
          return sum / (size * size);
        });
  }

  private boolean inside(long row, long column) {
    return row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3);
  }

  private Tensor each(long channels, Place place) {
    long height = (x.size(2) + 2L * padding - size) / stride + 1;
    long width = (x.size(3) + 2L * padding - size) / stride + 1;
    INDArray result = Nd4j.create(x.dataType(), x.size(0), channels, height, width);
    for (long n = 0; n < x.size(0); n++) {
      for (long c = 0; c < channels; c++) {
        for (long i = 0; i < height; i++) {
          for (long j = 0; j < width; j++) {
            double value = place.at(n, c, i * stride - padding, j * stride - padding);
            result.putScalar(new long[] {n, c, i, j}, value);
          }
        }
      }
    }
    return Tensor.wrap(result);
  }
}
