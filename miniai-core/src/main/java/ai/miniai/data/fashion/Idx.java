package ai.miniai.data.fashion;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The contents of an IDX file: the array format of MNIST and similar data sets.
 *
 * <p>A file contains four bytes (0, 0, type of the elements, number of axes), then the length of
 * each axis as an unsigned 32-bit integer, then the elements in row-major order, all big-endian.
 * Reading is strict: a file whose length does not match its header is rejected.
 *
 * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>.
 */
public final class Idx {
  /** The element types of IDX files. */
  public enum Type {
    /** 8 bits, 0 … 255. */
    UBYTE(0x08, 1),
    /** 8 bits, −128 … 127. */
    BYTE(0x09, 1),
    /** 16 bits, signed. */
    SHORT(0x0b, 2),
    /** 32 bits, signed. */
    INT(0x0c, 4),
    /** IEEE 754 single precision. */
    FLOAT(0x0d, 4),
    /** IEEE 754 double precision. */
    DOUBLE(0x0e, 8);

    final int code;
    final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  private final Type type;
  private final long[] shape;
  private final byte[] bytes;

  Idx(Type type, long[] shape, byte[] bytes) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
  }

  /**
   * Reads an IDX file, which may be compressed with gzip (detected by its first bytes).
   *
   * @throws DamagedFileException if it is not an IDX file, is truncated, contains data after its
   *     last element, or contains more than 2³¹ − 9 bytes
   * @throws IOException if the file cannot be read, or contains more than a third of the Java heap
   */
  public static Idx read(Path file) throws IOException {
    try (InputStream in = IdxReader.open(file)) {
      return IdxReader.parse(in, file, Long.MAX_VALUE);
    }
  }

  /** The type of the elements. */
  public Type type() {
    return type;
  }

  /** The length of each axis; empty for a single element. */
  public long[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public int length() {
    return bytes.length / type.bytes;
  }

  /** The elements as in the file, big-endian; read-only, not copied. */
  public ByteBuffer data() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The elements as doubles; exact for every type. */
  public double[] toDoubles() {
    double[] numbers = new double[length()];
    ByteBuffer data = data();
    Arrays.setAll(numbers, i -> next(data));
    return numbers;
  }

  /** The elements as float32 (UBYTE: 0 … 255); INT and DOUBLE may be rounded. */
  public float[] toFloats() {
    float[] numbers = new float[length()];
    ByteBuffer data = data();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) next(data);
    }
    return numbers;
  }

  /**
   * The elements as int64.
   *
   * @throws IllegalStateException if they are floating-point numbers
   */
  public long[] toLongs() {
    checkState(
        type != Type.FLOAT && type != Type.DOUBLE,
        "expected elements of an integer type, got %s",
        type);
    long[] numbers = new long[length()];
    ByteBuffer data = data();
    Arrays.setAll(numbers, i -> (long) next(data));
    return numbers;
  }

  /** The bytes of {@link #data}, for data sets that keep them. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return type + " " + Arrays.toString(shape);
  }

  private double next(ByteBuffer data) {
    return switch (type) {
      case UBYTE -> data.get() & 0xff;
      case BYTE -> data.get();
      case SHORT -> data.getShort();
      case INT -> data.getInt();
      case FLOAT -> data.getFloat();
      case DOUBLE -> data.getDouble();
    };
  }
}
