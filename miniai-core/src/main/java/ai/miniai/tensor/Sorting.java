package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.LineSort;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** The order of the elements along a dimension, found on the host by a stable merge sort. */
final class Sorting {
  private Sorting() {}

  /**
   * The first {@code count} indices of the sorted elements along {@code dim}, int64. NaN is the
   * largest number; equal elements stay in order.
   */
  static Tensor order(String function, Tensor x, int dim, boolean descending, long count) {
    Tensor plain = x.readable();
    return Trace.step(
        "Sorting",
        Map.of("dim", Shapes.dim(dim, x.rank()), "descending", descending, "count", count),
        () -> ordered(function, plain, dim, descending, count),
        plain);
  }

  private static Tensor ordered(
      String function, Tensor x, int dim, boolean descending, long count) {
    int along = Shapes.dim(dim, x.rank());
    int size = Math.toIntExact(x.size(along));
    checkArgument(
        count >= 0 && count <= size,
        "%s wants between 0 and %s elements of dimension %s of shape %s, not %s",
        function,
        size,
        dim,
        Shapes.lazily(() -> Shapes.text(x.shape())),
        count);
    int wanted = Math.toIntExact(count);
    long[] shape = Shapes.with(x.shape(), along, wanted);
    if (Shapes.count(shape) == 0) {
      return Tensor.made(Layout.empty(DataType.INT64, shape));
    }
    Tensor last = Autograd.noGrad(() -> x.transpose(along, -1));
    long[] indices =
        isShort(last.dataType())
            ? LineSort.first(shortKeys(last, descending), size, wanted)
            : first(keys(last, descending), size, wanted);
    long[] turned = Shapes.with(last.shape(), x.rank() - 1, wanted);
    return Tensor.of(new HostArray.Longs(indices, turned)).transpose(along, -1);
  }

  /** Whether float32 holds all values of this type. */
  private static boolean isShort(DataType type) {
    return type.isFPType() && type != DataType.DOUBLE;
  }

  private static long[] first(long[] keys, int size, int wanted) {
    int lines = keys.length / size;
    long[] indices = new long[lines * wanted];
    for (int line = 0; line < lines; line++) {
      int[] order = order(Arrays.copyOfRange(keys, line * size, (line + 1) * size));
      for (int i = 0; i < wanted; i++) {
        indices[line * wanted + i] = order[i];
      }
    }
    return indices;
  }

  /** Like {@link #keys}, in 32 bits. */
  private static int[] shortKeys(Tensor x, boolean descending) {
    float[] values = Kernels.current().readFloats(x.to(DataType.FLOAT).live());
    int[] keys = new int[values.length];
    for (int i = 0; i < keys.length; i++) { // 0.0 + −0.0 is 0.0; NaN is the largest
      int bits = Float.floatToIntBits(values[i] + 0f);
      int key = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
      keys[i] = descending ? ~key : key;
    }
    return keys;
  }

  /** Numbers that are in the order in which the elements are to be. */
  private static long[] keys(Tensor x, boolean descending) {
    long[] keys;
    if (x.dataType().isFPType()) {
      double[] values = Kernels.current().read(x.readable().live());
      keys = new long[values.length];
      for (int i = 0; i < keys.length; i++) { // 0.0 + −0.0 is 0.0; NaN is the largest
        long bits = Double.doubleToLongBits(values[i] + 0.0);
        keys[i] = bits < 0 ? bits ^ Long.MAX_VALUE : bits;
      }
    } else {
      keys = Kernels.current().readLongs(x.to(DataType.INT64).live());
    }
    if (descending) {
      Arrays.setAll(keys, i -> ~keys[i]);
    }
    return keys;
  }

  private static int[] order(long... keys) {
    int[] from = new int[keys.length];
    Arrays.setAll(from, i -> i);
    int[] to = new int[keys.length];
    for (int width = 1; width < keys.length; width *= 2) {
      for (int start = 0; start < keys.length; start += 2 * width) {
        int middle = Math.min(start + width, keys.length);
        merge(keys, from, to, start, middle, Math.min(middle + width, keys.length));
      }
      int[] merged = to;
      to = from;
      from = merged;
    }
    return from;
  }

  private static void merge(long[] keys, int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean first = right >= end || (left < middle && keys[from[left]] <= keys[from[right]]);
      to[i] = first ? from[left++] : from[right++];
    }
  }
}
