package ai.miniai.data.fashion;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The contents of an IDX file: the array format of MNIST and its relatives.
 *
 * <p>A file is four bytes (0, 0, type of the elements, number of axes), then the length of each
 * axis as an unsigned 32-bit number, then the elements in row-major order, all big-endian. Reading
 * is strict: a file that is shorter or longer than it says is refused.
 *
 * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>.
 */
public final class Idx {
  /** What the elements of an IDX file are. */
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
   * Reads an IDX file, compressed with gzip or not (its first bytes tell).
   *
   * @throws DamagedFileException if it is not an IDX file, or is cut short, or goes on after its
   *     last element, or holds more than 2³¹ − 9 bytes
   * @throws IOException if the file cannot be read, or holds more than a third of the Java heap
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

  /** The elements as they are in the file, big-endian; read-only, not copied. */
  public ByteBuffer data() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The elements as numbers; exact for every type. */
  public double[] toDoubles() {
    double[] numbers = new double[length()];
    ByteBuffer data = data();
    Arrays.setAll(numbers, i -> next(data));
    return numbers;
  }

  /** The elements as float32 (UBYTE: 0 … 255); INT and DOUBLE may lose their last bits. */
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

  /** The elements as {@link #data} gives them, for data sets that keep them. */
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
