package ai.miniai.parallel;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.StateDicts;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.buffer.DataType;

/** A state dict as a message: float32, float64 and int64 tensors by name, bit for bit. */
@API(status = API.Status.INTERNAL)
public final class StateMessage {
  private StateMessage() {}

  /** The state as bytes. */
  public static byte[] write(Map<String, Tensor> state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(state.size());
      for (Map.Entry<String, Tensor> entry : state.entrySet()) {
        Tensor tensor = entry.getValue();
        out.writeUTF(entry.getKey());
        out.writeUTF(tensor.dataType().name());
        out.writeInt(tensor.rank());
        for (long size : tensor.shape()) {
          out.writeLong(size);
        }
        byte[] values = tensor.length() == 0 ? new byte[0] : values(entry.getKey(), tensor);
        out.writeInt(values.length);
        out.write(values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] values(String name, Tensor tensor) {
    DataType type = tensor.dataType();
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(tensor.length() * type.width()));
    switch (type) {
      case FLOAT -> buffer.asFloatBuffer().put(Host.readFloats(tensor));
      case DOUBLE -> buffer.asDoubleBuffer().put(Host.read(tensor));
      case LONG -> buffer.asLongBuffer().put(Host.readLongs(tensor));
      default ->
          throw new IllegalArgumentException(
              "\"%s\" is %s, but ranks exchange float32, float64 and int64 only"
                  .formatted(name, type));
    }
    return buffer.array();
  }

  /** The state of these bytes. The tensors are outside of any memory scope. */
  public static Map<String, Tensor> read(byte[] message) {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        DataType type = DataType.valueOf(in.readUTF());
        long[] shape = new long[in.readInt()];
        for (int dim = 0; dim < shape.length; dim++) {
          shape[dim] = in.readLong();
        }
        ByteBuffer values = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        state.put(name, MemoryScope.outside(() -> tensor(type, values, shape)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return state.buildOrThrow();
  }

  private static Tensor tensor(DataType type, ByteBuffer bytes, long... shape) {
    if (!bytes.hasRemaining()) {
      return StateDicts.tensor();
    }
    int length = bytes.remaining() / type.width();
    checkArgument(length * type.width() == bytes.remaining(), "half a number in a message");
    switch (type) {
      case FLOAT -> {
        float[] values = new float[length];
        bytes.asFloatBuffer().get(values);
        return Tensor.of(values, shape);
      }
      case DOUBLE -> {
        double[] values = new double[length];
        bytes.asDoubleBuffer().get(values);
        return Tensor.of(values, shape);
      }
      default -> {
        long[] values = new long[length];
        bytes.asLongBuffer().get(values);
        return Tensor.of(new HostArray.Longs(values, shape));
      }
    }
  }
}
