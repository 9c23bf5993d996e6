package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;

/** Plain Java values as arrays on the heap. */
final class HostValue {
  private HostValue() {}

  /** The array for {@code value}, see {@link Sample#tuple}; {@code what} names it in errors. */
  static HostArray of(Object value, String what) {
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
    } else if (value instanceof float[] floats) {
      return new HostArray.Floats(floats, floats.length);
    } else if (value instanceof double[] doubles) {
      return new HostArray.Floats(Floats.toArray(Doubles.asList(doubles)), doubles.length);
    } else if (value instanceof int[] ints) {
      return new HostArray.Longs(Longs.toArray(Ints.asList(ints)), ints.length);
    } else if (value instanceof long[] longs) {
      return new HostArray.Longs(longs, longs.length);
    }
    throw new IllegalArgumentException(
        what
            + " is a "
            + value.getClass().getSimpleName()
            + ": expected a number, a boolean, a float[], double[], int[] or long[], or a HostArray");
  }
}
