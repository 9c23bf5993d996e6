package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One item of a data set: its arrays on the Java heap, inputs first, then targets.
 *
 * @param arrays the arrays, without a batch axis
 */
public record Sample(List<HostArray> arrays) implements Serializable {
  /** Copies the list, not the arrays. */
  public Sample {
    arrays = ImmutableList.copyOf(arrays);
  }

  /** An item with these arrays, inputs first, then targets. */
  public static Sample of(HostArray... arrays) {
    return new Sample(ImmutableList.copyOf(arrays));
  }

  /**
   * An item with one input and a class label.
   *
   * @param input the values in row-major order; not copied
   * @param shape the input's shape without a batch axis, such as [channels, height, width]
   * @param label the index of the class; becomes an int64 scalar
   * @throws IllegalArgumentException if the number of values does not match the shape
   */
  public static Sample of(float[] input, long[] shape, int label) {
    return of(new HostArray.Floats(input, shape), new HostArray.Longs(new long[] {label}));
  }

  /**
   * An item with plain Java values. Floats and doubles become float32 scalars, integers int64
   * scalars, and booleans 0 or 1. A {@code float[]} or {@code double[]} becomes float32 [length]; a
   * {@code short[]}, {@code int[]}, {@code long[]} or {@code boolean[]} becomes int64 [length]. An
   * array of arrays of the same length gets one axis per level, as in NumPy. Host arrays are used
   * unchanged.
   *
   * @param values inputs first, then targets
   * @throws IllegalArgumentException if a value is null or of another type, such as a string; the
   *     message says which
   */
  public static Sample tuple(Object... values) {
    return new Sample(
        IntStream.range(0, values.length)
            .mapToObj(i -> HostValue.of(values[i], "value " + i + " of the item"))
            .toList());
  }

  /**
   * The class label: the last array, which must be a single whole number.
   *
   * @throws IllegalStateException if it is something else
   */
  public long label() {
    if (arrays.size() > 1
        && arrays.get(arrays.size() - 1) instanceof HostArray.Longs last
        && last.length() == 1) {
      return last.values()[0];
    }
    throw new IllegalStateException(
        "the item has no class label, a single whole number after its inputs: it is " + arrays);
  }
}
