package ai.miniai.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.special.Erf;

/** Functions of tensors as plain loops, which are right by being simple. */
final class NaiveFunctions {
  private NaiveFunctions() {}

  static NaiveArray reshaped(NaiveArray x, int... shape) {
    return new NaiveArray(x.values(), shape);
  }

  static double largest(double... values) {
    return Arrays.stream(values).reduce(Double.NEGATIVE_INFINITY, Math::max);
  }

  static double smallest(double... values) {
    return Arrays.stream(values).reduce(Double.POSITIVE_INFINITY, Math::min);
  }

  static double variance(double... values) {
    double mean = DoubleStream.of(values).sum() / values.length;
    return DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  static double[] softmax(double... values) {
    double largest = largest(values);
    double sum = DoubleStream.of(values).map(v -> Math.exp(v - largest)).sum();
    return DoubleStream.of(values).map(v -> Math.exp(v - largest) / sum).toArray();
  }

  static double[] logSoftmax(double... values) {
    double largest = largest(values);
    double sum = DoubleStream.of(values).map(v -> Math.exp(v - largest)).sum();
    return DoubleStream.of(values).map(v -> v - largest - Math.log(sum)).toArray();
  }

  static double argmax(double... values) {
    int place = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        return i;
      }
      place = values[i] > values[place] ? i : place;
    }
    return place;
  }

  static double leaky(double x, double leak) {
    return x > 0 || Double.isNaN(x) ? x : leak == 0 ? 0 : leak * x;
  }

  /**
   * A convolution of images. {@code numbers}: stride, padding and dilation, each for height and
   * width, and groups.
   */
  static NaiveArray conv(List<NaiveArray> x, boolean relu, double... numbers) {
    int[] n = Arrays.stream(numbers).mapToInt(v -> (int) v).toArray();
    NaiveArray images = x.get(0);
    NaiveArray weight = x.get(1);
    int[] in = weight.shape();
    int filters = in[0] / n[6];
    int[] shape = {
      images.shape()[0],
      in[0],
      places(images.shape()[2], in[2], n[0], n[2], n[4]),
      places(images.shape()[3], in[3], n[1], n[3], n[5])
    };
    return NaiveArray.make(
        shape,
        at -> {
          double sum = x.size() > 2 ? x.get(2).values()[at[1]] : 0;
          for (int k = 0; k < in[1] * in[2] * in[3]; k++) {
            int[] tap = NaiveArray.index(k, in[1], in[2], in[3]);
            sum +=
                weight.at(at[1], tap[0], tap[1], tap[2])
                    * images.atOrZero(
                        at[0],
                        at[1] / filters * in[1] + tap[0],
                        at[2] * n[0] - n[2] + tap[1] * n[4],
                        at[3] * n[1] - n[3] + tap[2] * n[5]);
          }
          return relu ? leaky(sum, 0) : sum;
        });
  }

  /** Pooling of images. {@code numbers}: size, stride and padding, each for height and width. */
  static NaiveArray pool(NaiveArray x, boolean largest, double... numbers) {
    int[] n = Arrays.stream(numbers).mapToInt(v -> (int) v).toArray();
    int[] shape = {
      x.shape()[0],
      x.shape()[1],
      places(x.shape()[2], n[0], n[2], n[4], 1),
      places(x.shape()[3], n[1], n[3], n[5], 1)
    };
    return NaiveArray.make(
        shape,
        at -> {
          double max = Double.NEGATIVE_INFINITY;
          double sum = 0;
          for (int i = 0; i < n[0]; i++) {
            for (int j = 0; j < n[1]; j++) {
              int row = at[2] * n[2] - n[4] + i;
              int column = at[3] * n[3] - n[5] + j;
              if (row >= 0 && column >= 0 && row < x.shape()[2] && column < x.shape()[3]) {
                max = Math.max(max, x.at(at[0], at[1], row, column));
                sum += x.at(at[0], at[1], row, column);
              }
            }
          }
          return largest ? max : sum / (n[0] * n[1]);
        });
  }

  private static int places(int length, int size, int stride, int padding, int dilation) {
    return (length + 2 * padding - dilation * (size - 1) - 1) / stride + 1;
  }

  static NaiveArray matmul(NaiveArray a, NaiveArray b, boolean transposed) {
    int[] shape = a.shape().clone();
    shape[shape.length - 1] = b.shape()[b.rank() - (transposed ? 2 : 1)];
    return NaiveArray.make(
        shape,
        at -> {
          double sum = 0;
          int[] left = at.clone();
          int[] right = at.clone();
          for (int k = 0; k < a.shape()[a.rank() - 1]; k++) {
            left[at.length - 1] = k;
            if (transposed) {
              sum += a.at(left) * b.at(at[at.length - 1], k);
            } else {
              right[at.length - 2] = k;
              sum += a.at(left) * b.at(right);
            }
          }
          return sum;
        });
  }

  /** A matrix product whose leading dimensions broadcast; vectors are rows and columns. */
  static NaiveArray product(NaiveArray a, NaiveArray b) {
    int inner = a.shape()[a.rank() - 1];
    NaiveArray left = a.rank() > 1 ? a : reshaped(a, 1, inner);
    NaiveArray right = b.rank() > 1 ? b : reshaped(b, inner, 1);
    int rank = Math.max(left.rank(), right.rank());
    int[] shape = new int[rank];
    for (int d = 0; d < rank - 2; d++) {
      int first = d - rank + left.rank();
      int second = d - rank + right.rank();
      shape[d] =
          Math.max(first < 0 ? 1 : left.shape()[first], second < 0 ? 1 : right.shape()[second]);
    }
    shape[rank - 2] = left.shape()[left.rank() - 2];
    shape[rank - 1] = right.shape()[right.rank() - 1];
    NaiveArray product =
        NaiveArray.make(
            shape,
            at -> {
              double sum = 0;
              int[] row = at.clone();
              int[] column = at.clone();
              for (int k = 0; k < inner; k++) {
                row[rank - 1] = k;
                column[rank - 2] = k;
                sum += left.at(row) * right.at(column);
              }
              return sum;
            });
    List<Integer> kept = new java.util.ArrayList<>();
    for (int d = 0; d < rank; d++) {
      if ((d != rank - 2 || a.rank() > 1) && (d != rank - 1 || b.rank() > 1)) {
        kept.add(shape[d]);
      }
    }
    return reshaped(product, kept.stream().mapToInt(i -> i).toArray());
  }

  static double gelu(double x) {
    return Double.isFinite(x) ? x * (1 + Erf.erf(x / Math.sqrt(2))) / 2 : x > 0 ? x : Double.NaN;
  }

  static NaiveArray permuted(NaiveArray x, int... order) {
    int[] shape = Arrays.stream(order).map(d -> x.shape()[d]).toArray();
    return NaiveArray.make(
        shape,
        at -> {
          int[] place = new int[at.length];
          for (int i = 0; i < at.length; i++) {
            place[order[i]] = at[i];
          }
          return x.at(place);
        });
  }

  static NaiveArray sliced(NaiveArray x, int dim, int from, int to) {
    int[] shape = x.shape().clone();
    shape[dim] = to - from;
    return NaiveArray.make(
        shape,
        at -> {
          int[] place = at.clone();
          place[dim] += from;
          return x.at(place);
        });
  }
}
