package ai.miniai.array;

import com.google.common.primitives.Longs;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How arrays lie in memory. The public shape of an image batch is [batch, channels, height, width],
 * while its memory may run [batch, height, width, channels], the order that is fast on the CPU.
 * Operations that look at one element at a time run over the memory as it lies: over a flat,
 * contiguous view, whatever the order of the dimensions.
 */
public final class Layout {
  private Layout() {}

  /** An array with undefined contents, in row-major order. */
  public static INDArray empty(DataType type, long... shape) {
    return Longs.contains(shape, 0)
        ? withoutElements(type, shape)
        : Nd4j.createUninitialized(type, shape, 'c');
  }

  /** An array whose elements all have this value, in row-major order. */
  public static INDArray full(DataType type, double value, long... shape) {
    INDArray array = empty(type, shape);
    return array.isEmpty() ? array : array.assign(value);
  }

  /** ND4J makes them outside of workspaces only. They take no memory. */
  private static INDArray withoutElements(DataType type, long... shape) {
    return outsideWorkspaces(() -> Nd4j.create(type, shape));
  }

  /** Has {@code make} make an array in memory of its own, whatever workspace is in force. */
  static INDArray outsideWorkspaces(Supplier<INDArray> make) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return make.get();
    }
  }

  /** An array with undefined contents that lies in memory as {@code x} does. */
  public static INDArray emptyLike(INDArray x) {
    if (isRowMajor(x)) {
      return empty(x.dataType(), x.shape());
    }
    int[] order = memoryOrder(x);
    long[] shape = Arrays.stream(order).mapToLong(x::size).toArray();
    return empty(x.dataType(), shape).permute(inverse(order));
  }

  /** {@code x} if its memory has neither gaps nor overlaps, whatever its order; else a copy. */
  public static INDArray dense(INDArray x) {
    return isRowMajor(inMemoryOrder(x)) ? x : x.dup('c');
  }

  /**
   * A view of {@code x} with its dimensions in the order of its memory: row-major if x is dense.
   */
  public static INDArray inMemoryOrder(INDArray x) {
    return isRowMajor(x) ? x : x.permute(memoryOrder(x));
  }

  /** {@code x} if it is row-major and contiguous in its logical order, else such a copy. */
  public static INDArray contiguous(INDArray x) {
    return isRowMajor(x) ? x : x.dup('c');
  }

  /**
   * The elements {@code from} to {@code to} − 1 along {@code dim}: a view. ND4J's {@code get} of an
   * interval makes an empty array of float32 of some views.
   */
  public static INDArray part(INDArray x, int dim, long from, long to) {
    long[] shape = x.shape().clone();
    shape[dim] = to - from;
    long offset = x.offset() + from * x.stride(dim);
    return Nd4j.create(x.data(), shape, x.stride(), offset, x.ordering());
  }

  /** The elements of {@code x} in a shape of as many: a view where the memory allows it. */
  public static INDArray reshape(INDArray x, long... shape) {
    if (x.isEmpty()) {
      return empty(x.dataType(), shape);
    }
    INDArray contiguous = contiguous(x);
    // ND4J cannot reshape some views of one element to rank 0 directly, but by way of rank 1.
    return (shape.length == 0 ? contiguous.reshape('c', new long[] {1}) : contiguous)
        .reshape('c', shape);
  }

  /** [batch, channels, ...] as contiguous [batch, ..., channels]. */
  public static INDArray channelsLast(INDArray x) {
    return contiguous(x.permute(Shapes.channelsLast(x.rank())));
  }

  /** A view [batch, channels, ...] of [batch, ..., channels]. */
  public static INDArray channelsFirst(INDArray x) {
    return x.permute(Shapes.channelsFirst(x.rank()));
  }

  /** {@code x}, copied if need be, so that it lies in memory exactly as {@code model} does. */
  public static INDArray matching(INDArray x, INDArray model) {
    if (sameLayout(x, model)) {
      return x;
    }
    INDArray copy = emptyLike(model);
    copy.assign(x);
    return copy;
  }

  /** True if both have the same shape, and equal indices lie at equal offsets, without gaps. */
  public static boolean sameLayout(INDArray a, INDArray b) {
    return Arrays.equals(a.shape(), b.shape())
        && IntStream.range(0, a.rank()).allMatch(d -> a.size(d) == 1 || a.stride(d) == b.stride(d))
        && isRowMajor(inMemoryOrder(a));
  }

  /** True if the elements lie one after the other, the last dimension varying fastest. */
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
   * The dimensions from the slowest in memory to the fastest. Those of size 1, whose strides mean
   * nothing, come first, so that equal layouts have equal orders.
   */
  public static int[] memoryOrder(INDArray x) {
    return IntStream.range(0, x.rank())
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer d) -> x.size(d) == 1 ? Long.MIN_VALUE : -x.stride(d)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }
}
