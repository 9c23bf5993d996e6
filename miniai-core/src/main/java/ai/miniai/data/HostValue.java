package ai.miniai.data;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.HostArray;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import com.google.common.primitives.Shorts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Converts plain Java values to arrays on the heap. */
final class HostValue {
  private HostValue() {}

  /** The array for {@code value}, see {@link Sample#tuple}; {@code what} describes it in errors. */
  static HostArray of(@Nullable Object value, String what) {
    checkArgument(
        value != null, "%s is null: expected a number, an array of numbers or such", what);
    if (value instanceof HostArray array) {
      return array;
    } else if (value instanceof Float || value instanceof Double) {
      return new HostArray.Floats(new float[] {((Number) value).floatValue()});
    } else if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      return new HostArray.Longs(new long[] {((Number) value).longValue()});
    } else if (value instanceof Boolean flag) {
      return new HostArray.Longs(new long[] {flag ? 1 : 0});
    } else if (value instanceof Object[] parts) {
      return stacked(parts, what);
    }
    return row(value, what);
  }

  private static HostArray row(Object value, String what) {
    if (value instanceof float[] floats) {
      return new HostArray.Floats(floats, floats.length);
    } else if (value instanceof double[] doubles) {
      return new HostArray.Floats(Floats.toArray(Doubles.asList(doubles)), doubles.length);
    } else if (value instanceof int[] ints) {
      return new HostArray.Longs(Longs.toArray(Ints.asList(ints)), ints.length);
    } else if (value instanceof long[] longs) {
      return new HostArray.Longs(longs, longs.length);
    } else if (value instanceof short[] shorts) {
      return new HostArray.Longs(Longs.toArray(Shorts.asList(shorts)), shorts.length);
    } else if (value instanceof boolean[] flags) {
      long[] longs = new long[flags.length];
      Arrays.setAll(longs, i -> flags[i] ? 1 : 0);
      return new HostArray.Longs(longs, longs.length);
    }
    throw new IllegalArgumentException(
        what
            + " is a "
            + value.getClass().getSimpleName()
            + ": expected a number, a boolean, a float[], double[], short[], int[], long[] or"
            + " boolean[], an array of such arrays, or a HostArray (HostArray.Bytes for a byte[],"
            + " whose bytes may be 0 … 255 or −128 … 127)");
  }

  /** The array for an array of arrays, which must have the same shape. */
  private static HostArray stacked(Object[] parts, String what) {
    checkArgument(parts.length > 0, "%s has no parts, so it is not known what they are", what);
    List<Sample> rows =
        IntStream.range(0, parts.length)
            .mapToObj(i -> Sample.of(of(parts[i], "part " + i + " of " + what)))
            .toList();
    try {
      return Collate.stack(rows).get(0);
    } catch (UnlikeItemsException e) {
      throw new IllegalArgumentException(
          "%s: expected parts of one type and one shape, got %s, and %s as part %s"
              .formatted(what, rows.get(0).arrays(), rows.get(e.position()).arrays(), e.position()),
          e);
    }
  }
}
