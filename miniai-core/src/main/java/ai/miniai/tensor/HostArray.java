package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.LongMath;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An array on the Java heap from which a tensor can be created: values in row-major order, and a
 * shape.
 *
 * <p>Values and shape are not copied, so that a batch of images is in memory only once. The caller
 * hands them over and must not change them afterwards. Two host arrays are equal if their types,
 * shapes and values are equal.
 */
public sealed interface HostArray extends Serializable {
  /** The size of each dimension; empty for a single value. */
  long[] shape();

  /** The values, as a Java array of a primitive type. */
  Object values();

  /** The number of values. */
  default int length() {
    return Array.getLength(values());
  }

  /** Values that become a float32 tensor. */
  @SuppressWarnings("ArrayRecordComponent") // see above: the values are handed over, not copied
  record Floats(float[] values, long... shape) implements HostArray {
    /** Throws an {@link IllegalArgumentException} if the values do not fill the shape. */
    public Floats {
      check(values.length, shape);
    }

    @Override
    public boolean equals(Object other) {
      return same(this, other);
    }

    @Override
    public int hashCode() {
      return hash(this);
    }

    @Override
    public String toString() {
      return "float32 " + Arrays.toString(shape);
    }
  }

  /**
   * Unsigned bytes from 0 to 255 that become a float32 tensor of {@code value / divisor}. They take
   * a quarter of the memory of floats. The division is done by the threads that create the tensor.
   */
  @SuppressWarnings("ArrayRecordComponent") // see above: the values are handed over, not copied
  record Bytes(byte[] values, float divisor, long... shape) implements HostArray {
    /** Throws an {@link IllegalArgumentException} if the values do not fill the shape. */
    public Bytes {
      check(values.length, shape);
    }

    @Override
    public boolean equals(Object other) {
      return same(this, other) && divisor == ((Bytes) other).divisor;
    }

    @Override
    public int hashCode() {
      return hash(this);
    }

    @Override
    public String toString() {
      return "bytes / " + divisor + " " + Arrays.toString(shape);
    }
  }

  /** Values that become an int64 tensor, such as class labels. */
  @SuppressWarnings("ArrayRecordComponent") // see above: the values are handed over, not copied
  record Longs(long[] values, long... shape) implements HostArray {
    /** Throws an {@link IllegalArgumentException} if the values do not fill the shape. */
    public Longs {
      check(values.length, shape);
    }

    @Override
    public boolean equals(Object other) {
      return same(this, other);
    }

    @Override
    public int hashCode() {
      return hash(this);
    }

    @Override
    public String toString() {
      return "int64 " + Arrays.toString(shape);
    }
  }

  private static boolean same(HostArray one, @Nullable Object other) {
    return other instanceof HostArray that
        && one.getClass() == that.getClass()
        && Arrays.equals(one.shape(), that.shape())
        && Objects.deepEquals(one.values(), that.values());
  }

  private static int hash(HostArray array) {
    return Arrays.deepHashCode(new Object[] {array.shape(), array.values()});
  }

  private static void check(int length, long[] shape) {
    long held = 1;
    for (long axis : shape) {
      checkArgument(
          axis >= 0, "expected axes of length 0 or more, got shape %s", Arrays.toString(shape));
      held = LongMath.saturatedMultiply(held, axis);
    }
    checkArgument(
        held == length,
        "expected %s values for shape %s, got %s",
        held,
        Arrays.toString(shape),
        length);
  }
}
