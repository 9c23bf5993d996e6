package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One item of a data set: its arrays on the Java heap, inputs first, then targets.
 *
 * @param arrays the arrays, without a batch axis
 */
public record Sample(List<HostArray> arrays) {
  /** Copies the list; the arrays in it are not copied. */
  public Sample {
    arrays = ImmutableList.copyOf(arrays);
  }

  /** An item of these arrays, inputs first, then targets. */
  public static Sample of(HostArray... arrays) {
    return new Sample(ImmutableList.copyOf(arrays));
  }

  /**
   * An item of one input and its class.
   *
   * @param input the values in row-major order; not copied
   * @param shape the input's shape without a batch axis, such as [channels, height, width]
   * @param label the number of the class; becomes an int64 without axes
   * @throws IllegalArgumentException if the values do not fill the shape
   */
  public static Sample of(float[] input, long[] shape, int label) {
    return of(new HostArray.Floats(input, shape), new HostArray.Longs(new long[] {label}));
  }

  /**
   * An item of plain values. Floats and doubles become float32, whole numbers int64, both without
   * axes; booleans become 0 or 1; a {@code float[]} or {@code double[]} becomes float32 [length], a
   * {@code short[]}, {@code int[]}, {@code long[]} or {@code boolean[]} int64 [length]; an array of
   * arrays of one length gets an axis for each level, as in NumPy; host arrays stay.
   *
   * @param values inputs first, then targets
   * @throws IllegalArgumentException if one is null or something else, a string for one; says which
   */
  public static Sample tuple(Object... values) {
    return new Sample(
        IntStream.range(0, values.length)
            .mapToObj(i -> HostValue.of(values[i], "value " + i + " of the item"))
            .toList());
  }
}
