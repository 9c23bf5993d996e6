package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.io.FileErrors;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.io.MoreFiles;
import com.google.common.math.LongMath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array of a case: little-endian values in row-major order in a file, whose ending says their
 * type. It is described by {@code {"file": "init.f32", "shape": [2, 3]}}; with an {@code "offset"}
 * the array begins behind so many values, and others may follow it in the file.
 */
final class ArrayFile {
  /** The types of values by the ending of the file's name. */
  private enum Type {
    F32(Float.BYTES),
    F64(Double.BYTES),
    I64(Long.BYTES),
    BOOL(1);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  private final Type type;
  private final ByteBuffer values;
  private final long[] shape;

  private ArrayFile(Type type, ByteBuffer values, long... shape) {
    this.type = type;
    this.values = values;
    this.shape = shape;
  }

  /** All values of a file, in one dimension. */
  static ArrayFile whole(Path file) throws IOException {
    Type type = type(file);
    ByteBuffer values = read(file, type);
    return new ArrayFile(type, values, values.remaining() / type.bytes);
  }

  /**
   * The array that {@code entry} describes.
   *
   * @param name what the array is, for errors
   */
  static ArrayFile of(Path folder, JsonNode entry, String name) throws IOException {
    checkArgument(
        entry.path("file").isTextual() && entry.path("shape").isArray(),
        "%s wants a \"file\" and a \"shape\", not %s",
        name,
        entry);
    Path file = folder.resolve(entry.path("file").textValue());
    Type type = type(file);
    ByteBuffer values = read(file, type);
    long[] shape = shape(entry.path("shape"), name);
    long length = Arrays.stream(shape).reduce(1, LongMath::saturatedMultiply);
    int held = values.remaining() / type.bytes;
    JsonNode offset = entry.path("offset");
    if (offset.isMissingNode()) {
      checkArgument(
          length == held,
          "%s holds %s numbers, but the shape %s wants %s",
          file,
          held,
          entry.path("shape"),
          length);
      return new ArrayFile(type, values, shape);
    }
    checkArgument(
        offset.canConvertToInt() && offset.intValue() >= 0 && length <= held - offset.intValue(),
        "%s holds %s numbers, but %s of shape %s wants %s of them from %s on",
        file,
        held,
        name,
        entry.path("shape"),
        length,
        offset);
    int from = offset.intValue() * type.bytes;
    ByteBuffer part = values.slice(from, (int) length * type.bytes).order(values.order());
    return new ArrayFile(type, part, shape);
  }

  /** The sizes in {@code node}. */
  static long[] shape(JsonNode node, String name) {
    LongStream.Builder sizes = LongStream.builder();
    for (JsonNode size : node) {
      checkArgument(size.isInt() && size.intValue() >= 0, "%s: bad size %s", name, size);
      sizes.add(size.longValue());
    }
    return sizes.build().toArray();
  }

  private static Type type(Path file) {
    String ending = Ascii.toUpperCase(MoreFiles.getFileExtension(file));
    return Arrays.stream(Type.values())
        .filter(type -> type.name().equals(ending))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + " does not say its type: known endings are "
                        + Arrays.stream(Type.values())
                            .map(type -> "." + Ascii.toLowerCase(type.name()))
                            .collect(Collectors.joining(", "))));
  }

  private static ByteBuffer read(Path file, Type type) throws IOException {
    checkArgument(Files.exists(file), "%s is missing", file);
    byte[] bytes = bytes(file);
    checkArgument(
        bytes.length % type.bytes == 0,
        "%s has %s bytes, which is no whole number of values of %s bytes: it is cut off",
        file,
        bytes.length,
        type.bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The content of a file; an error names it. */
  static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }

  /** The values, whatever their type. */
  double[] doubles() {
    double[] all = new double[values.remaining() / type.bytes];
    Arrays.setAll(all, i -> at(i));
    return all;
  }

  private double at(int i) {
    return switch (type) {
      case F32 -> values.getFloat(i * type.bytes);
      case F64 -> values.getDouble(i * type.bytes);
      case I64 -> (double) values.getLong(i * type.bytes);
      case BOOL -> values.get(i) == 0 ? 0 : 1;
    };
  }

  private long[] longs() {
    long[] all = new long[values.remaining() / type.bytes];
    Arrays.setAll(all, i -> values.getLong(i * type.bytes));
    return all;
  }

  /** Of the default type if these are floating point numbers, else int64 or BOOL. */
  Tensor tensor() {
    return switch (type) {
      case F32, F64 -> Tensor.of(doubles(), shape).to(Nd4j.defaultFloatingPointType());
      case I64 -> Tensor.of(new HostArray.Longs(longs(), shape));
      case BOOL -> Tensor.of(doubles(), shape).gt(0);
    };
  }
}
