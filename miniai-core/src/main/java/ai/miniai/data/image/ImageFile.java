package ai.miniai.data.image;

import ai.miniai.data.transform.Images;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Floats;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Reads an image from a file. */
final class ImageFile {
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  /** The JDK's streams do not support more. */
  private static final long LONGEST = 1 << 30;

  /** The first bytes of other file formats, and their offsets. */
  private static final ImmutableMap<String, String> OTHERS =
      ImmutableMap.of(
          "II*\0",
          "TIFF",
          "MM\0*",
          "TIFF",
          "RIFF",
          "WebP",
          "P5",
          "PGM",
          "P6",
          "PPM",
          "8BPS",
          "Photoshop",
          "%PDF",
          "PDF");

  private ImageFile() {}

  /**
   * Reads an image, upright, with values in [0, 1] as stored in the file; colour profiles are
   * ignored. CMYK is converted to RGB.
   *
   * @throws UncheckedIOException if it cannot be read; the message names the file
   */
  static Images read(Path file, int channels) {
    try {
      long length = Files.size(file);
      if (length > LONGEST) {
        throw new IOException("it has %,d bytes, more than an image has".formatted(length));
      }
      return withChannels(decode(Files.readAllBytes(file)), channels);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the image " + file + ": " + reason(e), e);
    }
  }

  /** Our own messages are sentences; others need the name of their class. */
  private static String reason(IOException e) {
    boolean own = e.getClass() == IOException.class || e.getClass() == EOFException.class;
    return own && e.getMessage() != null ? e.getMessage() : e.toString();
  }

  private static Images decode(byte[] bytes) throws IOException {
    ByteReader in = ByteReader.bigEndian(bytes);
    if (in.has(0, PngFile.SIGNATURE)) {
      return PngFile.read(bytes);
    } else if (in.has(0, "\u00ff\u00d8\u00ff")) {
      return JpegFile.read(bytes);
    } else if (in.has(0, "GIF87a") || in.has(0, "GIF89a")) {
      return GifFile.read(bytes);
    } else if (in.has(0, "BM")) {
      return BmpFile.read(bytes);
    } else if (bytes.length == 0) {
      throw new IOException("it is empty");
    }
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (in.has(0, other.getKey())) {
        throw new IOException(
            "it is a " + other.getValue() + " file, which is not read: convert it to PNG");
      }
    }
    throw new IOException("it is neither PNG, JPEG, GIF nor BMP, whatever its name says");
  }

  private static Images withChannels(Images image, int channels) {
    if (image.channels() == channels) {
      return image;
    }
    float[] values = channels == 3 ? repeated(image.values()) : grey(image.values());
    return new Images(values, 1, channels, image.height(), image.width());
  }

  private static float[] repeated(float... grey) {
    return Floats.concat(grey, grey, grey);
  }

  private static float[] grey(float... colours) {
    int area = colours.length / 3;
    if (isGrey(colours, area)) { // the weighted sum below would round these
      return Arrays.copyOf(colours, area);
    }
    float[] grey = new float[area];
    for (int i = 0; i < colours.length; i++) {
      grey[i % area] += LUMA[i / area] * colours[i];
    }
    return grey;
  }

  private static boolean isGrey(float[] colours, int area) {
    return Arrays.equals(colours, 0, area, colours, area, 2 * area)
        && Arrays.equals(colours, 0, area, colours, 2 * area, 3 * area);
  }
}
