package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import com.google.common.base.Strings;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Looks up elements by their indices, and adds elements up at indices. */
final class Places {
  private Places() {}

  /** The elements of {@code x} at {@code indices} [n] of dimension {@code dim}. */
  static Tensor select(String function, Tensor x, int dim, Tensor indices) {
    return Trace.step(
        "IndexSelect",
        Map.of("dim", Shapes.dim(dim, x.rank())),
        () -> selected(function, x, dim, indices),
        x,
        indices);
  }

  private static Tensor selected(String function, Tensor x, int dim, Tensor indices) {
    int along = Shapes.dim(dim, x.rank());
    checkArgument(
        indices.rank() == 1,
        "%s wants a vector of indices [n], not %s",
        function,
        Shapes.lazily(() -> Shapes.text(indices.shape())));
    Tensor places = checked(function, indices, x.size(along));
    long[] shape = Shapes.with(x.shape(), along, places.length());
    return Shapes.count(shape) == 0
        ? none(x, shape)
        : Promotion.in(x.dataType(), new IndexSelectOp(along, places), x);
  }

  /** Like {@link #select}, for places that are known to exist. */
  static Tensor take(Tensor x, int dim, long... places) {
    return select("take", x, dim, Tensor.of(places));
  }

  /** The element of {@code x} at each of {@code index} along {@code dim}. */
  static Tensor gather(Tensor x, int dim, Tensor index) {
    return Trace.step(
        "Gather",
        Map.of("dim", Shapes.dim(dim, x.rank())),
        () -> gathered(x, dim, index),
        x,
        index);
  }

  private static Tensor gathered(Tensor x, int dim, Tensor index) {
    Tensor places = linear("gather", x, dim, index);
    return index.length() == 0
        ? none(x, index.shape())
        : Promotion.in(x.dataType(), new IndexSelectOp(0, places), x.reshape(x.length()))
            .reshape(index.shape());
  }

  /** x plus, at each of {@code index} along {@code dim}, the element of {@code source} there. */
  static Tensor scatterAdd(Tensor x, int dim, Tensor index, Tensor source) {
    return Trace.step(
        "ScatterAdd",
        Map.of("dim", Shapes.dim(dim, x.rank())),
        () -> scattered(x, dim, index, source),
        x,
        index,
        source);
  }

  private static Tensor scattered(Tensor x, int dim, Tensor index, Tensor source) {
    checkArgument(
        source.dataType() == x.dataType(),
        "scatterAdd wants a source of the tensor's type %s, not %s: convert with to(…)",
        x.dataType(),
        source.dataType());
    Tensor places = linear("scatterAdd", x, dim, index);
    checkFits("scatterAdd", "source", index, source, -1);
    Tensor used = source;
    for (int d = 0; d < index.rank(); d++) {
      used = used.size(d) == index.size(d) ? used : used.slice(d, 0, index.size(d));
    }
    ScatterAddOp op = new ScatterAddOp(places, x.length());
    return x.plus(Promotion.in(x.dataType(), op, used.reshape(index.length())).reshape(x.shape()));
  }

  /** Where the elements that {@code index} means lie in {@code x} if it is row-major, [n]. */
  private static Tensor linear(String function, Tensor x, int dim, Tensor index) {
    int along = Shapes.dim(dim, x.rank());
    checkFits(function, "tensor", index, x, along);
    Tensor places = whole(function, index);
    if (index.length() == 0) {
      return places.reshape(0);
    }
    long[] strides = new long[x.rank()];
    long stride = 1;
    for (int d = x.rank() - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= x.size(d);
    }
    if (!Nd4j.getEnvironment().isCPU()) {
      return onDevice(places, strides, along);
    }
    long[] values = Kernels.current().readLongs(places.live());
    check(function, index, values, x.size(along));
    return Tensor.of(onHost(values, index.shape(), strides, along));
  }

  /** Counts through the rows of the index as an odometer does, faster than tensors of numbers. */
  static long[] onHost(long[] index, long[] shape, long[] strides, int along) {
    long[] places = new long[index.length];
    int last = shape.length - 1;
    int width = Math.toIntExact(shape[last]);
    long[] at = new long[shape.length];
    long base = 0; // where the line along the dimension begins
    for (int row = 0; row < index.length; row += width) {
      for (int i = 0; i < width; i++) {
        places[row + i] = base + index[row + i] * strides[along] + (along == last ? 0 : i);
      }
      for (int d = last - 1; d >= 0; d--) {
        long step = d == along ? 0 : strides[d];
        base += step;
        if (++at[d] < shape[d]) {
          break;
        }
        base -= step * shape[d];
        at[d] = 0;
      }
    }
    return places;
  }

  /** Without reading the index, which would wait for the device. */
  static Tensor onDevice(Tensor places, long[] strides, int along) {
    Tensor sum = places.times(strides[along]);
    for (int d = 0; d < places.rank(); d++) {
      if (d != along && places.size(d) > 1) {
        long[] shape = new long[places.rank()];
        Arrays.fill(shape, 1);
        shape[d] = places.size(d);
        sum = sum.plus(Tensor.arange(0, shape[d], 1).times(strides[d]).reshape(shape));
      }
    }
    return sum.reshape(sum.length());
  }

  /** Throws unless index is no larger than {@code x} in any dimension but {@code free}. */
  private static void checkFits(String function, String what, Tensor index, Tensor x, int free) {
    boolean fits = index.rank() == x.rank();
    for (int d = 0; fits && d < x.rank(); d++) {
      fits = d == free || index.size(d) <= x.size(d);
    }
    checkArgument(
        fits,
        "%s wants an index that is no larger than the %s%s, not an index %s and a %s %s",
        function,
        what,
        free < 0 ? "" : " except in dimension " + free,
        Shapes.lazily(() -> Shapes.text(index.shape())),
        what,
        Shapes.lazily(() -> Shapes.text(x.shape())));
  }

  /** The indices in int64. On the CPU they are checked; on a GPU, that would wait for it. */
  private static Tensor checked(String function, Tensor index, long size) {
    Tensor places = whole(function, index);
    if (Nd4j.getEnvironment().isCPU() && index.length() > 0) {
      check(function, index, Kernels.current().readLongs(places.live()), size);
    }
    return places;
  }

  private static Tensor whole(String function, Tensor index) {
    checkArgument(
        index.dataType() == DataType.INT64 || index.dataType() == DataType.INT32,
        "%s wants indices of type LONG (int64) or INT (int32), not %s",
        function,
        Shapes.lazily(() -> Shapes.text(index.dataType(), index.shape())));
    return index.to(DataType.INT64);
  }

  private static void check(String function, Tensor index, long[] values, long size) {
    int wrong = firstOutside(values, size);
    if (wrong >= 0) {
      throw new IllegalArgumentException(
          Strings.lenientFormat(
              "%s: index %s, number %s of indices of shape %s, is not in [0, %s)",
              function, values[wrong], wrong, Shapes.text(index.shape()), size));
    }
  }

  /** The place of the first index that is not in [0, size), or −1. */
  static int firstOutside(long[] indices, long size) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= size) {
        return i;
      }
    }
    return -1;
  }

  /** A result without elements, through which the gradient of {@code x} is 0. */
  private static Tensor none(Tensor x, long... shape) {
    return x.flatten(0).slice(0, 0, 0).reshape(shape);
  }
}
