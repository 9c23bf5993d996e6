package ai.miniai.viz;

import ai.miniai.io.AtomicFile;
import com.google.common.io.MoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes a picture file atomically.
 *
 * @param path the file
 * @param format its format
 */
record PictureFile(Path path, Format format) {
  enum Format {
    PNG,
    SVG
  }

  /** Derives the format from the file name. */
  static PictureFile of(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    for (Format format : Format.values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return new PictureFile(path, format);
      }
    }
    throw new IllegalArgumentException(
        "a picture is saved as .png or .svg, which the file's name tells; this name ends in"
            + " neither: "
            + path);
  }

  void write(Figure figure) {
    byte[] bytes = format == Format.PNG ? png(figure) : Svg.of(figure);
    try {
      replace(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the picture as " + path + ": " + reason(e), e);
    }
  }

  /** A PNG file in memory. */
  static byte[] png(Figure figure) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(figure.image(), "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a PNG to memory", e);
    }
    return bytes.toByteArray();
  }

  private void replace(byte[] bytes) throws IOException {
    MoreFiles.createParentDirectories(path);
    if (Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(path.toString(), null, "it is a folder");
    }
    AtomicFile.write(path, bytes);
  }

  /** Many of Java's file exceptions have no message that says more than the name of their class. */
  private String reason(IOException e) {
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    if (e instanceof FileSystemException problem) {
      String reason = problem.getReason();
      return reason == null ? words + " (" + path.toAbsolutePath().getParent() + ")" : reason;
    }
    return e.getMessage() == null ? words : e.getMessage();
  }
}
