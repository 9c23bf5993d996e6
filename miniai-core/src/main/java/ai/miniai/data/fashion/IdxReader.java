package ai.miniai.data.fashion;

import com.google.common.math.LongMath;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads IDX files. */
final class IdxReader {
  private static final int LARGEST = Integer.MAX_VALUE - 8; // the largest array of most JVMs
  private static final int BUFFER = 1 << 16;

  /** The maximum compression ratio of deflate. */
  private static final long DEFLATE = 1032;

  private final InputStream in;
  private final Path file;
  private final long known;

  private IdxReader(InputStream in, Path file, long known) {
    this.in = in;
    this.file = file;
    this.known = known;
  }

  /** The contents of a file, decompressed if its first two bytes are those of gzip. */
  static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(2);
      boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return packed ? new GZIPInputStream(raw, BUFFER) : raw;
    } catch (EOFException | ZipException e) {
      raw.close();
      throw new DamagedFileException(file.toString(), "whole gzip data", reason(e));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /**
   * Reads to the end of the stream, which must be the end of the array.
   *
   * @param in the contents, decompressed
   * @param file where they come from
   * @param known no valid file has more uncompressed bytes than this
   */
  static Idx parse(InputStream in, Path file, long known) throws IOException {
    try {
      return new IdxReader(in, file, known).parse();
    } catch (EOFException | ZipException e) {
      throw new DamagedFileException(file.toString(), "whole gzip data", reason(e));
    }
  }

  private Idx parse() throws IOException {
    byte[] magic = bytes(4, "the 4 bytes that an IDX file begins with");
    Idx.Type type = type(magic);
    int rank = Byte.toUnsignedInt(magic[3]);
    byte[] axes = bytes(4 * rank, "4 bytes for each of " + rank + " axes");
    long[] shape = shape(axes, rank);
    long size = type.bytes;
    for (long axis : shape) {
      size = LongMath.saturatedMultiply(size, axis);
    }
    String described = size + " bytes for " + type + " " + Arrays.toString(shape);
    if (size > LARGEST) {
      throw damaged("at most " + LARGEST + " bytes of elements", described);
    }
    if (size > known) {
      throw damaged("at most " + known + " bytes", described);
    }
    checkMemory(size, described);
    byte[] elements = bytes((int) size, described);
    if (in.read() >= 0) {
      throw damaged("the end of the file after " + described, "more bytes");
    }
    return new Idx(type, shape, elements);
  }

  /**
   * Memory is allocated only if the file can contain that many bytes and the heap can hold them.
   */
  private void checkMemory(long size, String described) throws IOException {
    long there = Files.size(file);
    if (size > DEFLATE * there) {
      throw damaged(described, "a file of " + there + " bytes, which cannot hold them");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (size > heap / 3) {
      throw new IOException(
          file
              + ": "
              + described
              + " are too much for a Java heap of "
              + (heap >> 20)
              + " MB: give it more (-Xmx)");
    }
  }

  private Idx.Type type(byte[] magic) throws DamagedFileException {
    if (magic[0] == 0 && magic[1] == 0) {
      for (Idx.Type type : Idx.Type.values()) {
        if (type.code == magic[2]) {
          return type;
        }
      }
    }
    throw damaged(
        "an IDX file, which begins with 00 00, then 08, 09, 0b, 0c, 0d or 0e",
        "%02x %02x %02x %02x".formatted(magic[0], magic[1], magic[2], magic[3]));
  }

  private static long[] shape(byte[] axes, int rank) {
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < 4; j++) {
        shape[i] = shape[i] << 8 | Byte.toUnsignedInt(axes[4 * i + j]);
      }
    }
    return shape;
  }

  /** Reads into one array, which is not copied again; {@link #checkMemory} has bounded its size. */
  private byte[] bytes(int count, String expected) throws IOException {
    byte[] bytes = new byte[count];
    int found = in.readNBytes(bytes, 0, count);
    if (found < count) {
      throw damaged(expected, "the end of the file after " + found + " of them");
    }
    return bytes;
  }

  private DamagedFileException damaged(String expected, String found) {
    return new DamagedFileException(file.toString(), expected, found);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "the end of the file" : e.getMessage();
  }
}
