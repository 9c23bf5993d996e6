package ai.miniai.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A CRC-32C (RFC 3720), which detects any flipped bit; written as 8 digits. */
final class Crc32c {
  private final CRC32C sum = new CRC32C();

  static String of(ByteBuffer bytes) {
    return new Crc32c().update(bytes).toString();
  }

  /** Adds the remaining bytes of {@code buffer}, without consuming them. */
  Crc32c update(ByteBuffer buffer) {
    sum.update(buffer.duplicate());
    return this;
  }

  /** Adds a text, including where it ends. */
  Crc32c update(String text) {
    sum.update(text.getBytes(UTF_8));
    sum.update(0);
    return this;
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
