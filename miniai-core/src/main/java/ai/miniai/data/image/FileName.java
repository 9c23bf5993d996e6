package ai.miniai.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * The name of a file as it stands on the disk, whatever the locale of the JVM can encode.
 *
 * <p>Under {@code LC_ALL=C} a Java string of a path has a question mark or the like for each byte
 * that is not ASCII, so that different names look the same. The URI of the path still has the
 * bytes. Names are UTF-8; a byte that is not becomes a lone surrogate U+DC80 … U+DCFF, as in
 * Python's {@code os.fsdecode}, so that different names stay different.
 */
final class FileName {
  /** Python's order of strings: by code points, where Java's {@code compareTo} goes by UTF-16. */
  static final Comparator<String> ORDER = FileName::compare;

  private FileName() {}

  /** The last part of a path. */
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

  /** UTF-8, byte by byte, so that what is no UTF-8 keeps its bytes. */
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

  /** How many bytes make the character at {@code i}; 0 if they are none. */
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
