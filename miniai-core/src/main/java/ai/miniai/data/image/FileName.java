package ai.miniai.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * The name of a file as stored on disk, whatever encoding the JVM's locale has.
 *
 * <p>Under {@code LC_ALL=C}, a path converted to a Java string has a question mark or similar for
 * each byte that is not ASCII, so different names can look the same. The URI of the path still has
 * the original bytes. They are decoded as UTF-8; a byte that is not valid UTF-8 becomes a lone
 * surrogate U+DC80 … U+DCFF, as in Python's {@code os.fsdecode}, so different names stay different.
 */
final class FileName {
  /**
   * Python's order of strings: by code points, whereas Java's {@code compareTo} compares UTF-16
   * units.
   */
  static final Comparator<String> ORDER = FileName::compare;

  private FileName() {}

  /** The last component of a path. */
  static String of(Path path) {
    String plain = String.valueOf(path.getFileName());
    if (!path.getFileSystem().equals(FileSystems.getDefault())
        || plain.chars().allMatch(c -> c < 0x80 && c != '?')) {
      return plain;
    }
    String uri = path.toUri().getRawPath();
    String whole = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return decoded(percentDecoded(whole.substring(whole.lastIndexOf('/') + 1)));
  }

  private static int compare(String one, String other) {
    int i = 0;
    while (i < one.length() && i < other.length()) {
      int a = one.codePointAt(i);
      int b = other.codePointAt(i);
      if (a != b) {
        return Integer.compare(a, b);
      }
      i += Character.charCount(a);
    }
    return Integer.compare(one.length(), other.length());
  }

  private static byte[] percentDecoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** Decodes UTF-8 byte by byte, keeping invalid bytes. */
  static String decoded(byte... bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; ) {
      int length = lengthAt(bytes, i);
      if (length == 0) {
        text.append((char) (0xdc00 + (bytes[i] & 0xff)));
        i++;
      } else {
        text.append(new String(bytes, i, length, UTF_8));
        i += length;
      }
    }
    return text.toString();
  }

  /** The number of bytes of the character at {@code i}; 0 if it is not valid UTF-8. */
  private static int lengthAt(byte[] bytes, int i) {
    int first = bytes[i] & 0xff;
    int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || first > 0xf4 || i + length > bytes.length) {
      return 0;
    }
    String character = new String(bytes, i, length, UTF_8);
    return character.indexOf('\ufffd') < 0 || isReplacement(bytes, i) ? length : 0;
  }

  private static boolean isReplacement(byte[] bytes, int i) {
    return bytes[i] == (byte) 0xef && bytes[i + 1] == (byte) 0xbf && bytes[i + 2] == (byte) 0xbd;
  }
}
