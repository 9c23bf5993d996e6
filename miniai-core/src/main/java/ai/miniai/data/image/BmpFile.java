package ai.miniai.data.image;

import ai.miniai.data.transform.Images;
import java.io.IOException;

/**
 * A BMP file, except those that contain a JPEG or PNG.
 *
 * <p>Source: Microsoft, "Bitmap Header Types".
 */
final class BmpFile {
  private static final int OLDEST_HEADER = 12;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BITFIELDS = 3;

  /**
   * A generous limit: two bytes of a compressed image can encode 255 pixels, or skip as many rows.
   */
  private static final double PIXELS_PER_BYTE = 4096;

  private BmpFile() {}

  static Images read(byte[] bytes) throws IOException {
    ByteReader in = ByteReader.littleEndian(bytes);
    boolean old = in.u32(14) == OLDEST_HEADER;
    long width = old ? in.u16(18) : in.s32(18);
    long height = old ? in.u16(20) : Math.abs((long) in.s32(22));
    int bits = old ? in.u16(24) : in.u16(28);
    long compression = old ? 0 : in.u32(30);
    boolean packed = compression == RLE8 || compression == RLE4;
    if (compression > BITFIELDS) {
      throw new IOException(
          "it is a BMP with compression " + compression + ", which is not read: convert it to PNG");
    }
    ImageSize size = new ImageSize(height, width).check(PIXELS_PER_BYTE * in.length());
    long rowBytes = (size.width() * bits + 31) / 32 * 4;
    long needed = packed ? in.u32(34) : rowBytes * height;
    in.check((int) Math.min(Integer.MAX_VALUE, in.u32(10)), needed);
    return JdkReader.read("bmp", bytes, reader -> Bands.of(reader.read(0)));
  }
}
