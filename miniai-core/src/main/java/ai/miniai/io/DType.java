package ai.miniai.io;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.device.Device;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The number types in a safetensors file. F64, F32 and I64 become tensors of the same type. The
 * other types are converted without rounding when they are read: floating-point types to float32,
 * all others to int64.
 */
enum DType {
  F64(8, DataType.DOUBLE),
  F32(4, DataType.FLOAT),
  F16(2, DataType.FLOAT),
  BF16(2, DataType.FLOAT),
  I64(8, DataType.INT64),
  I32(4, DataType.INT64),
  I16(2, DataType.INT64),
  I8(1, DataType.INT64),
  U8(1, DataType.INT64),
  BOOL(1, DataType.INT64);

  static {
    Device.prepare(); // weights may be read before anything else uses ND4J
  }

  private final int bytes;
  private final DataType type;

  DType(int bytes, DataType type) {
    this.bytes = bytes;
    this.type = type;
  }

  /** The number of bytes per value. */
  int bytes() {
    return bytes;
  }

  static Optional<DType> named(String name) {
    return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** The type in which the values of a tensor are written. */
  static DType of(DataType type) {
    return Stream.of(F64, F32, I64)
        .filter(candidate -> candidate.type == type)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tensors of FLOAT, DOUBLE and LONG can be written, not of " + type));
  }

  /** An array of {@code shape} with the values in {@code data} (little-endian). */
  INDArray decode(ByteBuffer data, long... shape) {
    int n = data.remaining() / bytes;
    return n == 0 ? Nd4j.create(type, shape) : decode(n, data).reshape('c', shape);
  }

  private INDArray decode(int n, ByteBuffer data) {
    return switch (this) {
      case F64 -> {
        double[] values = new double[n];
        data.asDoubleBuffer().get(values);
        yield Nd4j.createFromArray(values);
      }
      case F32 -> {
        float[] values = new float[n];
        data.asFloatBuffer().get(values);
        yield Nd4j.createFromArray(values);
      }
      case F16 -> floats(n, data, DType::half);
      case BF16 -> floats(n, data, bits -> Float.intBitsToFloat(bits << 16));
      case I64 -> longs(n, data, ByteBuffer::getLong);
      case I32 -> longs(n, data, ByteBuffer::getInt);
      case I16 -> longs(n, data, ByteBuffer::getShort);
      case I8 -> longs(n, data, ByteBuffer::get);
      case U8 -> longs(n, data, bytes -> Byte.toUnsignedLong(bytes.get()));
      case BOOL -> longs(n, data, bytes -> bytes.get() == 0 ? 0 : 1);
    };
  }

  /** Writes the values of {@code array}, in logical order, to {@code data} (little-endian). */
  void encode(INDArray array, ByteBuffer data) {
    checkArgument(array.dataType() == type, "%s cannot be written as %s", array.dataType(), this);
    if (array.length() == 0) {
      return;
    }
    INDArray flat = array.dup('c').reshape(array.length());
    switch (type) {
      case DOUBLE -> data.asDoubleBuffer().put(flat.toDoubleVector());
      case FLOAT -> data.asFloatBuffer().put(flat.toFloatVector());
      default -> data.asLongBuffer().put(flat.toLongVector());
    }
  }

  private interface Widening {
    float widen(int bits);
  }

  private static INDArray floats(int n, ByteBuffer data, Widening widening) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = widening.widen(data.getShort());
    }
    return Nd4j.createFromArray(values);
  }

  private static INDArray longs(int n, ByteBuffer data, ToLongFunction<ByteBuffer> next) {
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = next.applyAsLong(data);
    }
    return Nd4j.createFromArray(values);
  }

  /** IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits. */
  private static float half(int bits) {
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }
}
