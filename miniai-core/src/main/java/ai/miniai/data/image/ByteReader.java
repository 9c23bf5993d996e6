package ai.miniai.data.image;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads numbers from the bytes of a file; reading past the end is an {@link EOFException}. */
record ByteReader(byte[] bytes, ByteOrder order) {
  static ByteReader bigEndian(byte... bytes) {
    return new ByteReader(bytes, ByteOrder.BIG_ENDIAN);
  }

  static ByteReader littleEndian(byte... bytes) {
    return new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN);
  }

  int length() {
    return bytes.length;
  }

  /** 0 … 255. */
  int u8(int at) throws EOFException {
    return bytes[check(at, 1)] & 0xff;
  }

  /** 0 … 65,535. */
  int u16(int at) throws EOFException {
    return ByteBuffer.wrap(bytes, check(at, 2), 2).order(order).getShort() & 0xffff;
  }

  int s32(int at) throws EOFException {
    return ByteBuffer.wrap(bytes, check(at, 4), 4).order(order).getInt();
  }

  long u32(int at) throws EOFException {
    return s32(at) & 0xffff_ffffL;
  }

  /** Whether these ASCII characters are at this offset. */
  boolean has(int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= bytes.length || bytes[at + i] != (byte) text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns {@code at} if there are at least {@code count} bytes from there on. */
  int check(int at, long count) throws EOFException {
    if (at < 0 || count < 0 || at + count > bytes.length) {
      throw new EOFException(
          "it is cut short: it has %,d bytes, and byte %,d is asked for"
              .formatted(bytes.length, at + Math.max(count, 1) - 1));
    }
    return at;
  }
}
