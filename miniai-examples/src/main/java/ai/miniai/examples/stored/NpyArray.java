package ai.miniai.examples.stored;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of NumPy's, as {@code numpy.save} writes it (format 1 to 3, in the order of C or
 * Fortran).
 *
 * @param values in row-major order; numbers of other types are converted to float32
 */
record NpyArray(float[] values, long[] shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': *'([<>|=]?)(\\w+)', *'fortran_order': *(\\w+), *'shape': *\\(([\\d, ]*)\\)");

  private static final Splitter COMMA = Splitter.on(',').trimResults().omitEmptyStrings();

  /** How one number of a type is read. */
  private static final Map<String, ToDoubleFunction<ByteBuffer>> TYPES =
      ImmutableMap.<String, ToDoubleFunction<ByteBuffer>>builder()
          .put("f4", ByteBuffer::getFloat)
          .put("f8", ByteBuffer::getDouble)
          .put("b1", ByteBuffer::get)
          .put("i1", ByteBuffer::get)
          .put("u1", bytes -> Byte.toUnsignedInt(bytes.get()))
          .put("i2", ByteBuffer::getShort)
          .put("u2", bytes -> Short.toUnsignedInt(bytes.getShort()))
          .put("i4", ByteBuffer::getInt)
          .put("u4", bytes -> Integer.toUnsignedLong(bytes.getInt()))
          .put("i8", ByteBuffer::getLong)
          .buildOrThrow();

  /**
   * Reads an array.
   *
   * @throws IllegalArgumentException if the bytes are no such array; the message says why
   */
  static NpyArray of(byte... file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    try {
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      checkArgument(Arrays.equals(magic, MAGIC), "it is not in NumPy's format");
      int version = bytes.getShort() & 0xff;
      byte[] header = new byte[version == 1 ? bytes.getShort() & 0xffff : bytes.getInt()];
      bytes.get(header);
      return of(bytes, new String(header, ISO_8859_1));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("it is not complete", e);
    }
  }

  private static NpyArray of(ByteBuffer bytes, String header) {
    Matcher fields = HEADER.matcher(header);
    checkArgument(fields.find(), "its header is not understood: %s", header.strip());
    ToDoubleFunction<ByteBuffer> type = TYPES.get(fields.group(2));
    checkArgument(
        type != null,
        "its type is %s: convert it with astype(\"float32\"), say, before it is saved",
        fields.group(2));
    if (fields.group(1).equals(">")) {
      bytes.order(ByteOrder.BIG_ENDIAN);
    }
    long[] shape = COMMA.splitToStream(fields.group(4)).mapToLong(Long::parseLong).toArray();
    float[] values =
        new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) type.applyAsDouble(bytes);
    }
    return new NpyArray(fields.group(3).equals("True") ? rowMajor(values, shape) : values, shape);
  }

  /** Of values in Fortran's order, in which the first dimension varies fastest: pandas's order. */
  private static float[] rowMajor(float[] values, long... shape) {
    float[] ordered = new float[values.length];
    int[] index = new int[shape.length];
    for (float value : values) {
      int at = 0;
      for (int d = 0; d < shape.length; d++) {
        at = at * (int) shape[d] + index[d];
      }
      ordered[at] = value;
      for (int d = 0; d < shape.length && ++index[d] == shape[d]; d++) {
        index[d] = 0;
      }
    }
    return ordered;
  }

  /** The number of items: the size of the first dimension. */
  int items() {
    return shape.length == 0 ? 0 : (int) shape[0];
  }

  /** The shape of an item. */
  long[] itemShape() {
    return shape.length == 0 ? shape : Arrays.copyOfRange(shape, 1, shape.length);
  }

  /** The values of an item. */
  float[] item(int i) {
    int size = values.length / items();
    return Arrays.copyOfRange(values, i * size, (i + 1) * size);
  }
}
