package ai.miniai.array;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Calculations with shapes and dimensions. */
public final class Shapes {
  private Shapes() {}

  /** {@code dim} as an index from 0. Negative dimensions count from the end. */
  public static int dim(int dim, int rank) {
    checkArgument(
        dim >= -rank && dim < rank,
        "dimension %s does not exist: a tensor of rank %s has %s to %s",
        dim,
        rank,
        -rank,
        rank - 1);
    return dim < 0 ? dim + rank : dim;
  }

  /** {@code dims} as sorted indices from 0; all dimensions if {@code dims} is empty. */
  public static int[] dims(int[] dims, int rank) {
    if (dims.length == 0) {
      int[] all = new int[rank];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int[] indices = Arrays.stream(dims).map(d -> dim(d, rank)).sorted().distinct().toArray();
    checkArgument(
        indices.length == dims.length, "a dimension stands twice in %s", Arrays.toString(dims));
    return indices;
  }

  /** {@code shape} with the size of each of {@code dims} set to 1. */
  public static long[] reduced(long[] shape, int... dims) {
    long[] kept = shape.clone();
    for (int d : dims) {
      kept[d] = 1;
    }
    return kept;
  }

  /** {@code shape} without dimension {@code dim}. */
  public static long[] without(long[] shape, int dim) {
    return IntStream.range(0, shape.length)
        .filter(d -> d != dim)
        .mapToLong(d -> shape[d])
        .toArray();
  }

  /** {@code shape} with this size of dimension {@code dim}. */
  public static long[] with(long[] shape, int dim, long size) {
    long[] changed = shape.clone();
    changed[dim] = size;
    return changed;
  }

  /** The number of elements of a tensor of this shape. */
  public static long count(long... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The shape that {@code a} and {@code b} broadcast to, as in NumPy. */
  public static long[] broadcast(long[] a, long[] b) {
    long[] shape = new long[Math.max(a.length, b.length)];
    for (int i = 1; i <= shape.length; i++) {
      long left = i <= a.length ? a[a.length - i] : 1;
      long right = i <= b.length ? b[b.length - i] : 1;
      checkArgument(
          left == right || left == 1 || right == 1,
          "shapes %s and %s do not broadcast: dimension %s from the end is %s against %s",
          Arrays.toString(a),
          Arrays.toString(b),
          i,
          left,
          right);
      shape[shape.length - i] = left == 1 ? right : left;
    }
    return shape;
  }

  /** {@code shape} with leading sizes of 1, so that it has {@code rank} dimensions. */
  public static long[] padded(long[] shape, int rank) {
    long[] padded = new long[rank];
    Arrays.fill(padded, 1);
    System.arraycopy(shape, 0, padded, rank - shape.length, shape.length);
    return padded;
  }

  /** The permutation from [batch, channels, ...] to [batch, ..., channels]. */
  public static int[] channelsLast(int rank) {
    return IntStream.range(0, rank).map(d -> d == 0 ? 0 : d == rank - 1 ? 1 : d + 1).toArray();
  }

  /** The inverse permutation of {@link #channelsLast}. */
  public static int[] channelsFirst(int rank) {
    return IntStream.range(0, rank).map(d -> d == 0 ? 0 : d == 1 ? rank - 1 : d - 1).toArray();
  }

  /**
   * A text for the message of a check. It is made only if the check fails: making it each time
   * would take longer than many a check.
   */
  public static Object lazily(Supplier<String> text) {
    return new Object() {
      @Override
      public String toString() {
        return text.get();
      }
    };
  }

  /** The shape of {@code x}, for the message of a check. */
  public static Object shape(INDArray x) {
    return lazily(() -> text(x.shape()));
  }

  /** The shape as text, such as "[2, 3]". */
  public static String text(long... shape) {
    return Arrays.toString(shape);
  }

  /** Throws if one of {@code dims}, over which {@code function} reduces, has size 0. */
  public static void checkNotEmpty(String function, long[] shape, int... dims) {
    for (int d : dims) {
      checkArgument(
          shape[d] != 0,
          "%s of nothing: dimension %s of shape %s has size 0",
          function,
          d,
          Arrays.toString(shape));
    }
  }

  /** Throws unless all {@code operands} have the same type. */
  public static void checkOneType(INDArray... operands) {
    for (INDArray operand : operands) {
      checkArgument(
          operand.dataType() == operands[0].dataType(),
          "all operands must have one type, but they are %s",
          lazily(() -> text(operands)));
    }
  }

  /** Type and shape as text, such as "FLOAT [2, 3]". */
  public static String text(DataType type, long... shape) {
    return type + " " + Arrays.toString(shape);
  }

  /** Types and shapes as text, such as "FLOAT [2, 3], LONG [2]". */
  public static String text(INDArray... arrays) {
    return Arrays.stream(arrays)
        .map(array -> text(array.dataType(), array.shape()))
        .collect(Collectors.joining(", "));
  }
}
