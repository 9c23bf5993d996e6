package ai.miniai.data.image;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Uses the decoders of the JDK only, not others on the class path: those return other values. */
final class JdkReader {
  /** Warnings of the JPEG decoder that mean that a part of the image is missing or wrong. */
  private static final ImmutableList<String> GRAVE =
      ImmutableList.of("premature end", "truncated", "huffman", "instead of rst", "inconsistent");

  /** What to read from a decoder. */
  @FunctionalInterface
  interface Question<T> {
    T ask(ImageReader reader) throws IOException;
  }

  private JdkReader() {}

  /**
   * Decodes an image.
   *
   * @param format its name, such as "png"
   * @throws IOException if the data are damaged
   */
  static <T> T read(String format, byte[] data, Question<T> question) throws IOException {
    ImageReader reader = find(format);
    List<String> warnings = new ArrayList<>();
    // With a plain stream, ImageIO would write the bytes to a temporary file.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
      reader.addIIOReadWarningListener((source, text) -> note(warnings, text));
      reader.setInput(in, true, true);
      T answer = question.ask(reader);
      if (!warnings.isEmpty()) {
        throw new IOException("it is damaged: " + warnings.get(0));
      }
      return answer;
    } catch (RuntimeException e) { // readers also throw these if a file is damaged
      throw new IOException(e.toString(), e);
    } finally {
      reader.dispose();
    }
  }

  private static void note(List<String> warnings, String text) {
    String small = Ascii.toLowerCase(text);
    if (GRAVE.stream().anyMatch(small::contains)) {
      warnings.add(text);
    }
  }

  private static ImageReader find(String format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException("this JDK has no reader for " + format.toUpperCase(Locale.ROOT));
  }
}
