package ai.miniai.onnx;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import onnx.Onnx.TensorProto;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/** Tensors as ONNX has them: types, shapes and bytes. */
final class Values {
  private static final ImmutableMap<DataType, TensorProto.DataType> TYPES =
      ImmutableMap.<DataType, TensorProto.DataType>builder()
          .put(DataType.FLOAT, TensorProto.DataType.FLOAT)
          .put(DataType.DOUBLE, TensorProto.DataType.DOUBLE)
          .put(DataType.FLOAT16, TensorProto.DataType.FLOAT16)
          .put(DataType.BFLOAT16, TensorProto.DataType.BFLOAT16)
          .put(DataType.INT64, TensorProto.DataType.INT64)
          .put(DataType.INT32, TensorProto.DataType.INT32)
          .put(DataType.INT16, TensorProto.DataType.INT16)
          .put(DataType.INT8, TensorProto.DataType.INT8)
          .put(DataType.UINT8, TensorProto.DataType.UINT8)
          .put(DataType.BOOL, TensorProto.DataType.BOOL)
          .buildOrThrow();

  private Values() {}

  /** ONNX's number for a type. */
  static int type(DataType type) {
    TensorProto.DataType known = TYPES.get(type);
    if (known == null) {
      throw new Untranslatable("is of type " + type + ", which ONNX lacks");
    }
    return known.getNumber();
  }

  /** The type in which the values of a constant are stored: float32, float64 or int64. */
  static DataType stored(DataType type) {
    return type == DataType.DOUBLE || type == DataType.FLOAT
        ? type
        : type.isFPType() ? DataType.FLOAT : DataType.INT64;
  }

  /** The values of {@code x}, of its {@link #stored} type, in row-major order. */
  static ByteString bytes(Tensor x) {
    DataType stored = stored(x.dataType());
    int bytes = Math.toIntExact(Math.multiplyExact(x.length(), stored.width()));
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(LITTLE_ENDIAN);
    if (bytes > 0) {
      x.to(stored).read(array -> put(array.dup('c').reshape(array.length()), buffer));
    }
    return ByteString.copyFrom(buffer.array());
  }

  private static ByteBuffer put(INDArray flat, ByteBuffer buffer) {
    switch (flat.dataType()) {
      case DOUBLE -> buffer.asDoubleBuffer().put(flat.toDoubleVector());
      case FLOAT -> buffer.asFloatBuffer().put(flat.toFloatVector());
      default -> buffer.asLongBuffer().put(flat.toLongVector());
    }
    return buffer;
  }

  /** A constant of a {@link #stored} type. */
  static TensorProto constant(String name, DataType type, ByteString bytes, long... shape) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(type(type)).setRawData(bytes);
    Arrays.stream(shape).forEach(proto::addDims);
    return proto.build();
  }
}
