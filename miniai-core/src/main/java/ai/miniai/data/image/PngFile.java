package ai.miniai.data.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.miniai.data.transform.Images;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A PNG file. The JDK gets only the chunks that make up the image, after their checksums have been
 * verified. Gamma, profiles, transparency and compressed texts are ignored, as in Pillow's {@code
 * convert("RGB")}. Of an animation the still image is used.
 *
 * <p>Source: <a href="https://www.w3.org/TR/png-3/">W3C, PNG specification</a>.
 */
final class PngFile {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  /** Deflate expands a byte to fewer than 1,032; a byte of an image holds at most 8 pixels. */
  private static final double PIXELS_PER_BYTE = 1032 * 8;

  private static final int PALETTE = 3;

  private final ByteReader in;
  private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
  private int orientation = 1;

  private PngFile(byte[] bytes) {
    in = ByteReader.bigEndian(bytes);
  }

  /** Decodes the image and turns it upright. */
  static Images read(byte[] bytes) throws IOException {
    PngFile file = new PngFile(bytes);
    file.parse();
    Images image =
        JdkReader.read("png", file.picture.toByteArray(), reader -> Bands.of(reader.read(0)));
    return Orientation.upright(image, file.orientation);
  }

  private void parse() throws IOException {
    int at = SIGNATURE.length();
    picture.write(in.bytes(), 0, at);
    in.check(at, 29); // the chunk of the header, without its checksum
    if (!in.has(at + 4, "IHDR")) {
      throw new IOException("a PNG begins with an IHDR chunk, this one does not");
    }
    new ImageSize(in.u32(at + 12), in.u32(at + 8)).check(PIXELS_PER_BYTE * in.length());
    boolean palette = in.u8(at + 17) == PALETTE;
    boolean ended = false;
    while (!ended) {
      long length = in.u32(at);
      int all = (int) Math.min(Integer.MAX_VALUE, length + 12);
      in.check(at, length + 12);
      ended = in.has(at + 4, "IEND");
      if (in.has(at + 4, "IHDR")
          || in.has(at + 4, "IDAT")
          || (palette && in.has(at + 4, "PLTE"))
          || ended) {
        check(at, (int) length);
        picture.write(in.bytes(), at, all);
      } else if (in.has(at + 4, "eXIf")) {
        orientation = Exif.orientation(Arrays.copyOfRange(in.bytes(), at + 8, at + all - 4));
      }
      at += all;
    }
  }

  private void check(int at, int length) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(in.bytes(), at + 4, length + 4);
    if (sum.getValue() != in.u32(at + 8 + length)) {
      throw new IOException(
          "it is damaged: the check sum of the %s chunk at byte %,d is wrong"
              .formatted(new String(in.bytes(), at + 4, 4, US_ASCII), at));
    }
  }
}
