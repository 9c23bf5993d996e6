package ai.miniai.data.fashion;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files for tests. */
final class IdxBytes {
  private IdxBytes() {}

  /** An IDX file, as it should be or not. */
  static byte[] file(int type, int[] shape, byte... elements) {
    byte[] head = {0, 0, (byte) type, (byte) shape.length};
    byte[] axes = new byte[0];
    for (int axis : shape) {
      axes = Bytes.concat(axes, Ints.toByteArray(axis));
    }
    return Bytes.concat(head, axes, elements);
  }

  /** An IDX file of bytes that do not compress. */
  static byte[] random(int seed, int length) {
    byte[] elements = new byte[length];
    new Random(seed).nextBytes(elements);
    return file(0x08, new int[] {length}, elements);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** What a data set says of a file that unpacks to these bytes. */
  static DataFile described(String name, byte[] bytes) {
    return new DataFile(name, bytes.length, Hashing.sha256().hashBytes(bytes).toString());
  }
}
