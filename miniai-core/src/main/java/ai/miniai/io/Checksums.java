package ai.miniai.io;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * The checksums of a file, in its metadata under {@value #NAME}. The first is the CRC-32C of the
 * header without this entry. Then comes the CRC-32C of each tensor's bytes, in the order of the
 * header. Each has 8 digits, and they are separated by spaces.
 */
final class Checksums {
  static final String NAME = "crc32c";

  private static final String ADVICE =
      ". The file is damaged: take a copy of it, or make it again. (If a program has changed it on"
          + " purpose, that should have left out \""
          + NAME
          + "\" of its metadata.)";

  private final List<String> sums;

  private Checksums(List<String> sums) {
    this.sums = sums;
  }

  /** A text of the same length as the checksums of a header with this many tensors. */
  static String placeholder(int tensors) {
    return text("0".repeat(8), Collections.nCopies(tensors, "0".repeat(8)));
  }

  static String text(String header, List<String> tensors) {
    return tensors.isEmpty() ? header : header + " " + Joiner.on(' ').join(tensors);
  }

  /**
   * The checksums of a file with this header. If it has none, as in files of other programs,
   * nothing is checked.
   *
   * @throws IOException if the header is not the one that was written
   */
  static Checksums of(Header header) throws IOException {
    String text = header.metadata().get(NAME);
    if (text == null) {
      return new Checksums(List.of());
    }
    List<String> sums = Splitter.on(' ').splitToList(text);
    String found = header.without(NAME).checksum();
    if (sums.size() != 1 + header.entries().size() || !found.equals(sums.get(0))) {
      throw new IOException(
          "its header has the CRC-32C "
              + found
              + ", not "
              + sums.get(0)
              + " as when it was written"
              + ADVICE);
    }
    return new Checksums(sums.subList(1, sums.size()));
  }

  /**
   * Fails if the tensor at {@code index} of the header, with this name, is not what was written.
   */
  void check(int index, String name, String found) throws IOException {
    if (!sums.isEmpty() && !found.equals(sums.get(index))) {
      throw new IOException(
          "%s has the CRC-32C %s, not %s as when it was written%s"
              .formatted(Header.quoted(name), found, sums.get(index), ADVICE));
    }
  }
}
