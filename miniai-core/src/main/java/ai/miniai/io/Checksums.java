package ai.miniai.io;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * What the bytes of a file must add up to, in its metadata under {@value #NAME}: the CRC-32C of
 * what the header says without this text, then that of each tensor's bytes, in the header's order,
 * as 8 digits each with a space between.
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

  /** A text of the same length as that of a header with so many tensors. */
  static String placeholder(int tensors) {
    return text("0".repeat(8), Collections.nCopies(tensors, "0".repeat(8)));
  }

  static String text(String header, List<String> tensors) {
    return tensors.isEmpty() ? header : header + " " + Joiner.on(' ').join(tensors);
  }

  /**
   * Those of a file with this header; of one that has none, as those of other programs, nothing is
   * checked.
   *
   * @throws IOException if the header is not what it was when the file was written
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

  /** Fails if the tensor at {@code index} of the header, of this name, is not what was written. */
  void check(int index, String name, String found) throws IOException {
    if (!sums.isEmpty() && !found.equals(sums.get(index))) {
      throw new IOException(
          "%s has the CRC-32C %s, not %s as when it was written%s"
              .formatted(Header.quoted(name), found, sums.get(index), ADVICE));
    }
  }
}
