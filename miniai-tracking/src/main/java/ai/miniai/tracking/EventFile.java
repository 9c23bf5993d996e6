package ai.miniai.tracking;

import ai.miniai.io.FileErrors;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * A file of records as TensorBoard reads it (TensorFlow's TFRecord format): the length of the data
 * (8 bytes, little-endian), the checksum of the length, the data, the checksum of the data.
 *
 * <p>A record is written at once, so a reader that looks sees it. It is left to the system when it
 * reaches the disk. The stream is no channel, which an interrupt would close.
 */
final class EventFile implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int LENGTH_BYTES = Long.BYTES + Integer.BYTES;
  private static final int MASK = 0xa282ead8;

  private final Path path;
  private final OutputStream out;

  /**
   * A new file in {@code folder}, which is made if necessary. TensorBoard reads the files of a
   * folder in the order of their names: by second, and within it by process and number.
   */
  EventFile(Path folder, long seconds) {
    path =
        folder.resolve(
            "events.out.tfevents.%d.%s.%d.%06d"
                .formatted(
                    seconds, host(), ProcessHandle.current().pid(), COUNT.getAndIncrement()));
    try {
      Files.createDirectories(folder);
      out = new FileOutputStream(path.toFile());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException unknown) {
      return "unknown";
    }
  }

  void write(byte... data) {
    ByteBuffer record =
        ByteBuffer.allocate(LENGTH_BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(maskedChecksum(record.array(), 0, Long.BYTES));
    record.put(data);
    record.putInt(maskedChecksum(record.array(), LENGTH_BYTES, data.length));
    try {
      out.write(record.array());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The format masks checksums: a checksum of bytes that contain their own would be weak. */
  private static int maskedChecksum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("cannot write " + path + ": " + FileErrors.reason(e), e);
  }
}
