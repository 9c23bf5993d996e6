package ai.miniai.tracking;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A protocol buffer message, put together field by field; each method adds one. */
final class ProtoMessage {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** Writes a field. */
  @FunctionalInterface
  private interface Field {
    void write() throws IOException;
  }

  private ProtoMessage add(Field field) {
    try {
      field.write();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a message to memory", e);
    }
    return this;
  }

  /** An int32, int64, enum or bool. */
  ProtoMessage integer(int field, long value) {
    return add(() -> out.writeInt64(field, value));
  }

  ProtoMessage float32(int field, float value) {
    return add(() -> out.writeFloat(field, value));
  }

  ProtoMessage float64(int field, double value) {
    return add(() -> out.writeDouble(field, value));
  }

  /** Repeated doubles, packed. */
  ProtoMessage doubles(int field, double... values) {
    ProtoMessage packed = new ProtoMessage();
    packed.add(
        () -> {
          for (double value : values) {
            packed.out.writeDoubleNoTag(value);
          }
        });
    return message(field, packed);
  }

  ProtoMessage text(int field, String value) {
    return add(() -> out.writeString(field, value));
  }

  ProtoMessage bytes(int field, byte... value) {
    return add(() -> out.writeByteArray(field, value));
  }

  ProtoMessage message(int field, ProtoMessage value) {
    return bytes(field, value.toBytes());
  }

  byte[] toBytes() {
    add(out::flush);
    return bytes.toByteArray();
  }
}
