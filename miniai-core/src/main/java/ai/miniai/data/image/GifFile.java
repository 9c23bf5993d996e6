package ai.miniai.data.image;

import ai.miniai.data.transform.Images;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;

/**
 * The first frame of a GIF file, placed on its logical screen as in Pillow. Outside the frame the
 * screen has the transparent colour if there is one, otherwise the first colour of the palette. The
 * screen is enlarged if the frame does not fit.
 *
 * <p>Source: CompuServe, "Graphics Interchange Format, version 89a".
 */
final class GifFile {
  /** An LZW code of at most 12 bits encodes fewer pixels than there are codes. */
  private static final double PIXELS_PER_BYTE = 4096 * 8.0 / 3;

  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int PICTURE = 0x2c;

  private final ByteReader in;

  private GifFile(byte[] bytes) {
    in = ByteReader.littleEndian(bytes);
  }

  static Images read(byte[] bytes) throws IOException {
    return new GifFile(bytes).read();
  }

  private Images read() throws IOException {
    byte[] palette = palette(10, 13);
    int at = 13 + palette.length;
    int background = 0;
    while (in.u8(at) == EXTENSION) {
      if (in.u8(at + 1) == GRAPHIC_CONTROL && (in.u8(at + 3) & 1) == 1) {
        background = in.u8(at + 6);
      }
      at = skip(at + 2);
    }
    if (in.u8(at) != PICTURE) {
      throw new IOException("it has no picture, or is damaged at byte %,d".formatted(at));
    }
    byte[] own = palette(at + 9, at + 10);
    skip(at + 11 + own.length); // checks that the image data are complete
    return place(at, background, own.length > 0 ? own : palette);
  }

  private Images place(int at, int background, byte[] palette) throws IOException {
    int left = in.u16(at + 1);
    int top = in.u16(at + 3);
    ImageSize frame = new ImageSize(in.u16(at + 7), in.u16(at + 5));
    frame.check(PIXELS_PER_BYTE * in.length());
    long height = Math.max(in.u16(8), top + frame.height());
    long width = Math.max(in.u16(6), left + frame.width());
    ImageSize screen = new ImageSize(height, width).check(PIXELS_PER_BYTE * in.length());
    Raster indices = JdkReader.read("gif", in.bytes(), reader -> reader.read(0).getRaster());
    float[] values = new float[3 * screen.area()];
    for (int c = 0; c < 3; c++) {
      int from = c * screen.area();
      Arrays.fill(values, from, from + screen.area(), colour(palette, background, c));
      for (int y = 0; y < indices.getHeight(); y++) {
        int row = from + (top + y) * (int) width + left;
        for (int x = 0; x < indices.getWidth(); x++) {
          values[row + x] = colour(palette, indices.getSample(x, y, 0), c);
        }
      }
    }
    return new Images(values, 1, 3, (int) height, (int) width);
  }

  /** The bytes of a palette if the flags say that there is one; otherwise empty. */
  private byte[] palette(int flagsAt, int from) throws IOException {
    int flags = in.u8(flagsAt);
    int length = (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    return Arrays.copyOfRange(in.bytes(), in.check(from, length), from + length);
  }

  /** Without a palette, an index is a grey value; indices past the end of a palette are black. */
  private static float colour(byte[] palette, int index, int channel) {
    if (palette.length == 0) {
      return index / 255f;
    }
    int at = 3 * index + channel;
    return at < palette.length ? (palette[at] & 0xff) / 255f : 0;
  }

  /** The end of a sequence of blocks that starts here. */
  private int skip(int from) throws IOException {
    int at = from;
    while (in.u8(at) != 0) {
      at += in.u8(at) + 1;
    }
    return at + 1;
  }
}
