package ai.miniai.data.image;

import ai.miniai.data.transform.Images;
import com.google.common.collect.ImmutableSet;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;

/**
 * A JPEG file. Its colour space is determined as in libjpeg, and so in Pillow. If the usual markers
 * are missing the JDK guesses differently, and it does not read CMYK. So the JDK gets only the
 * image data, with a marker that makes the colour space explicit.
 *
 * <p>Source: ITU-T T.81, annex B; {@code default_decompress_parms} of libjpeg; Adobe Technical Note
 * 5116.
 */
final class JpegFile {
  private static final int TEM = 0x01;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final ImmutableSet<Integer> READ = ImmutableSet.of(0xc0, 0xc1, 0xc2);
  private static final ImmutableSet<Integer> NO_FRAME = ImmutableSet.of(0xc4, 0xc8, 0xcc);
  private static final int NO_TRANSFORM = 0;
  private static final int YCC = 1;
  private static final int YCCK = 2;
  private static final int NO_ADOBE = -1;

  private final ByteReader in;
  private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
  private byte[] components = {};
  private int adobe = NO_ADOBE;
  private boolean jfif;
  private int orientation = 1;

  private JpegFile(byte[] bytes) {
    in = ByteReader.bigEndian(bytes);
  }

  /** Decodes the image and turns it upright. */
  static Images read(byte[] bytes) throws IOException {
    JpegFile file = new JpegFile(bytes);
    file.parse();
    return Orientation.upright(file.decode(), file.orientation);
  }

  private Images decode() throws IOException {
    return switch (components.length) {
      case 1 -> JdkReader.read("jpeg", marked(NO_ADOBE), reader -> Bands.of(reader.read(0)));
      case 3 -> JdkReader.read("jpeg", marked(transform()), reader -> Bands.of(reader.read(0)));
      case 4 -> JdkReader.read("jpeg", marked(transform()), this::fourColours);
      default ->
          throw new IOException(
              "it has " + components.length + " colour components: expected 1, 3 or 4");
    };
  }

  /** CMYK as Adobe writes it: 255 is no ink. The JDK does not convert YCCK in a raster. */
  private Images fourColours(ImageReader reader) throws IOException {
    Raster raster = reader.readRaster(0, null);
    float[] inks = Bands.of(raster, 4).values();
    int area = inks.length / 4;
    if (transform() == YCCK) {
      toCmyk(inks, area);
    }
    float[] rgb = Arrays.copyOf(inks, 3 * area);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] *= inks[3 * area + i % area];
    }
    return new Images(rgb, 1, 3, raster.getHeight(), raster.getWidth());
  }

  /** Source: ITU-T T.871, 7; cyan is the complement of red. */
  private static void toCmyk(float[] ycck, int area) {
    float middle = 128 / 255f;
    for (int i = 0; i < area; i++) {
      float y = ycck[i];
      float cb = ycck[area + i] - middle;
      float cr = ycck[2 * area + i] - middle;
      ycck[i] = lacking(y + 1.402f * cr);
      ycck[area + i] = lacking(y - 0.344136f * cb - 0.714136f * cr);
      ycck[2 * area + i] = lacking(y + 1.772f * cb);
    }
  }

  private static float lacking(float colour) {
    return 1 - Math.min(1, Math.max(0, colour));
  }

  private int transform() {
    if (components.length == 4) {
      return adobe == NO_ADOBE || adobe == NO_TRANSFORM ? NO_TRANSFORM : YCCK;
    } else if (jfif) {
      return YCC;
    } else if (adobe != NO_ADOBE) {
      return adobe == NO_TRANSFORM ? NO_TRANSFORM : YCC;
    }
    return Arrays.equals(components, new byte[] {'R', 'G', 'B'}) ? NO_TRANSFORM : YCC;
  }

  /** Only the image data, with Adobe's marker that states the colour space. */
  private byte[] marked(int transform) {
    ByteArrayOutputStream marked = new ByteArrayOutputStream(picture.size() + 32);
    marked.writeBytes(new byte[] {(byte) 0xff, (byte) SOI});
    if (transform != NO_ADOBE) {
      marked.writeBytes(new byte[] {(byte) 0xff, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e'});
      marked.writeBytes(new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
    }
    marked.writeBytes(picture.toByteArray());
    return marked.toByteArray();
  }

  // ---------------------------------------------------------------- segments

  private void parse() throws IOException {
    int at = 2;
    while (true) {
      while (in.u8(at) != 0xff) { // libjpeg skips such bytes too
        at++;
      }
      while (in.u8(at) == 0xff) {
        at++;
      }
      int marker = in.u8(at++);
      if (marker == EOI) {
        break;
      }
      if ((marker >= RST0 && marker <= SOI) || marker == TEM || marker == 0) {
        continue;
      }
      int length = in.u16(at);
      int from = in.check(at, Math.max(2, length)) + 2;
      int to = at + Math.max(2, length);
      look(marker, from, to);
      int end = marker == SOS ? endOfScan(to) : to;
      if ((marker < APP0 || marker > APP15) && marker != COM) {
        picture.write(0xff);
        picture.write(marker);
        picture.write(in.bytes(), at, end - at);
      }
      at = end;
    }
    picture.write(0xff);
    picture.write(EOI);
  }

  private void look(int marker, int from, int to) throws IOException {
    if (marker == APP0 && in.has(from, "JFIF")) {
      jfif = true;
    } else if (marker == APP14 && in.has(from, "Adobe") && to - from >= 12) {
      adobe = in.u8(from + 11);
    } else if (marker == APP1 && in.has(from, "Exif\0\0") && to - from > 6 && orientation == 1) {
      orientation = Exif.orientation(Arrays.copyOfRange(in.bytes(), from + 6, to));
    } else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.contains(marker)) {
      frame(marker, from);
    }
  }

  private void frame(int marker, int from) throws IOException {
    if (!READ.contains(marker)) {
      throw new IOException(
          "it is a JPEG of a rare kind (SOF%d: lossless, hierarchical or arithmetic): convert it to PNG"
              .formatted(marker - 0xc0));
    }
    if (in.u8(from) != 8) {
      throw new IOException(
          "it has %d bits for each value: a JPEG of 8 bits is read".formatted(in.u8(from)));
    }
    if (components.length > 0) {
      throw new IOException("it has a second frame");
    }
    // an 8 × 8 block takes at least one bit; with subsampling it may cover 4 × 4 as many pixels
    new ImageSize(in.u16(from + 1), in.u16(from + 3)).check(64.0 * 16 * 8 * in.length());
    components = new byte[in.u8(from + 5)];
    for (int i = 0; i < components.length; i++) {
      components[i] = (byte) in.u8(from + 6 + 3 * i);
    }
  }

  /**
   * The end of the entropy-coded data: at a marker other than a restart marker or a stuffed zero.
   */
  private int endOfScan(int from) throws IOException {
    int at = from;
    while (true) {
      if (in.u8(at) == 0xff) {
        int next = in.u8(at + 1);
        if (next != 0 && next != 0xff && !(next >= RST0 && next <= RST7)) {
          return at;
        }
      }
      at++;
    }
  }
}
