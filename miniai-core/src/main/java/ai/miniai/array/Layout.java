package ai.miniai.array;

import com.google.common.primitives.Longs;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory layout of arrays. The logical shape of an image batch is [batch, channels, height,
 * width], but its memory may be in the order [batch, height, width, channels] (channels last),
 * which is fast on the CPU. Element-wise operations run in memory order over a contiguous view,
 * whatever the logical order of the dimensions.
 */
public final class Layout {
  /** Copies an array to another one of the same shape, in whatever order of memory. */
  private static volatile BiConsumer<INDArray, INDArray> copier = (x, out) -> out.assign(x);

  private Layout() {}

  /** Sets what copies arrays from now on: the kernels know faster ways than ND4J's. */
  public static void copyWith(BiConsumer<INDArray, INDArray> faster) {
    copier = faster;
  }

  /** An array with undefined contents, in row-major order. */
  public static INDArray empty(DataType type, long... shape) {
    if (Longs.contains(shape, 0)) {
      return withoutElements(type, shape);
    }
    INDArray recycled = Recycling.take(type, shape);
    return recycled == null ? Nd4j.createUninitialized(type, shape, 'c') : recycled;
  }

  /** A row-major array in which every element has this value. */
  public static INDArray full(DataType type, double value, long... shape) {
    INDArray array = empty(type, shape);
    return array.isEmpty() ? array : array.assign(value);
  }

  /**
   * An array without elements. ND4J can create these only outside of workspaces. They take no
   * memory.
   */
  private static INDArray withoutElements(DataType type, long... shape) {
    return outsideWorkspaces(() -> Nd4j.create(type, shape));
  }

  /** Creates an array with {@code make} in memory of its own, not in the current workspace. */
  static INDArray outsideWorkspaces(Supplier<INDArray> make) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return make.get();
    }
  }

  /** An array with undefined contents, and with the shape, type and memory order of {@code x}. */
  public static INDArray emptyLike(INDArray x) {
    return emptyLike(x, x.shape());
  }

  /**
   * An array with undefined contents, and with the type and memory order of {@code x}, in another
   * shape of the same rank.
   */
  public static INDArray emptyLike(INDArray x, long... shape) {
    if (isRowMajor(x)) {
      return empty(x.dataType(), shape);
    }
    int[] order = memoryOrder(x);
    long[] ordered = Arrays.stream(order).mapToLong(d -> shape[d]).toArray();
    return empty(x.dataType(), ordered).permute(inverse(order));
  }

  /** Like {@link #emptyLike(INDArray, long...)}, with this value in every element. */
  public static INDArray fullLike(INDArray x, double value, long... shape) {
    INDArray array = emptyLike(x, shape);
    return array.isEmpty() ? array : array.assign(value);
  }

  /**
   * {@code x} if its memory has neither gaps nor overlaps, in any order of dimensions; else a copy
   * without them, in the same order.
   */
  public static INDArray dense(INDArray x) {
    return isRowMajor(inMemoryOrder(x)) ? x : copy(x);
  }

  /** A copy in the memory order of {@code x}, without gaps. */
  public static INDArray copy(INDArray x) {
    return copyTo(emptyLike(x), x);
  }

  private static INDArray copyTo(INDArray out, INDArray x) {
    if (!x.isEmpty()) {
      copier.accept(x, out);
    }
    return out;
  }

  /** {@code x} if it is dense and {@code dim} is its last dimension in memory, else such a copy. */
  public static INDArray lastInMemory(INDArray x, int dim) {
    INDArray dense = dense(x);
    if (dense.size(dim) == 1 || dense.stride(dim) == 1) {
      return dense;
    }
    IntStream others = IntStream.range(0, x.rank()).filter(d -> d != dim);
    int[] order = IntStream.concat(others, IntStream.of(dim)).toArray();
    return contiguous(dense.permute(order)).permute(inverse(order));
  }

  /**
   * A view of {@code x} with its dimensions in memory order (slowest first). It is row-major if x
   * is dense.
   */
  public static INDArray inMemoryOrder(INDArray x) {
    return isRowMajor(x) ? x : x.permute(memoryOrder(x));
  }

  /** {@code x} if it is contiguous and row-major in its logical order, else a copy that is. */
  public static INDArray contiguous(INDArray x) {
    return isRowMajor(x) ? x : copyTo(empty(x.dataType(), x.shape()), x);
  }

  /**
   * The elements {@code from} to {@code to} − 1 along {@code dim}, as a view. (For some views,
   * ND4J's {@code get} with an interval returns an empty float32 array.)
   */
  public static INDArray part(INDArray x, int dim, long from, long to) {
    long[] shape = x.shape().clone();
    shape[dim] = to - from;
    long offset = x.offset() + from * x.stride(dim);
    return Nd4j.create(x.data(), shape, x.stride(), offset, x.ordering());
  }

  /**
   * {@code x} repeated to {@code shape} where its size is 1, as a view: elements share their place
   * in memory. It may only be copied from.
   */
  public static INDArray repeated(INDArray x, long... shape) {
    long[] strides = x.stride().clone();
    for (int d = 0; d < shape.length; d++) {
      strides[d] = x.size(d) == 1 ? 0 : strides[d];
    }
    return Nd4j.create(x.data(), shape, strides, x.offset(), 'c');
  }

  /**
   * {@code x} in another shape with the same number of elements: a view if x is contiguous, else a
   * copy.
   */
  public static INDArray reshape(INDArray x, long... shape) {
    if (x.isEmpty()) {
      return empty(x.dataType(), shape);
    }
    INDArray contiguous = contiguous(x);
    if (Arrays.equals(contiguous.shape(), shape)) {
      return contiguous;
    }
    // ND4J cannot reshape some views of one element directly to rank 0, so go through rank 1.
    return (shape.length == 0 ? contiguous.reshape('c', new long[] {1}) : contiguous)
        .reshape('c', shape);
  }

  /** Converts [batch, channels, ...] to contiguous [batch, ..., channels]. */
  public static INDArray channelsLast(INDArray x) {
    return contiguous(x.permute(Shapes.channelsLast(x.rank())));
  }

  /** A view [batch, channels, ...] of [batch, ..., channels]. */
  public static INDArray channelsFirst(INDArray x) {
    return x.permute(Shapes.channelsFirst(x.rank()));
  }

  /** {@code x}, or a copy of it that has exactly the memory layout of {@code model}. */
  public static INDArray matching(INDArray x, INDArray model) {
    return sameLayout(x, model) ? x : copyTo(emptyLike(model), x);
  }

  /**
   * True if both are dense and have the same shape and the same strides (for sizes other than 1).
   */
  public static boolean sameLayout(INDArray a, INDArray b) {
    return Arrays.equals(a.shape(), b.shape())
        && IntStream.range(0, a.rank()).allMatch(d -> a.size(d) == 1 || a.stride(d) == b.stride(d))
        && isRowMajor(inMemoryOrder(a));
  }

  /** True if the elements are contiguous in row-major order (the last dimension varies fastest). */
  public static boolean isRowMajor(INDArray x) {
    long expected = 1;
    for (int d = x.rank() - 1; d >= 0; d--) {
      if (x.size(d) != 1 && x.stride(d) != expected) {
        return x.isEmpty();
      }
      expected *= x.size(d);
    }
    return true;
  }

  /**
   * The dimensions from the slowest-varying in memory to the fastest. Dimensions of size 1 come
   * first, because their strides mean nothing; so equal layouts have equal orders.
   */
  public static int[] memoryOrder(INDArray x) {
    return IntStream.range(0, x.rank())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer d) -> x.size(d) == 1 ? Long.MIN_VALUE : -x.stride(d)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The order that undoes {@code order}. */
  public static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }
}
