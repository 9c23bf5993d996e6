package ai.miniai.io;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON at the start of a safetensors file: which tensors it contains, and where they are.
 *
 * @param entries by name
 * @param metadata texts by name
 */
record Header(ImmutableMap<String, Entry> entries, ImmutableMap<String, String> metadata) {
  /** The size of the largest tensor in bytes: that of the largest Java array. */
  static final int LARGEST = Integer.MAX_VALUE - 8;

  static final String METADATA = "__metadata__";
  static final String DTYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One tensor.
   *
   * @param begin the offset of its first byte from the end of the header
   * @param end the offset after its last byte
   */
  record Entry(DType dtype, ImmutableLongArray shape, long begin, long end) {}

  static String quoted(String name) {
    return "the tensor \"" + name + "\"";
  }

  byte[] toJson() throws IOException {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(METADATA);
      metadata.forEach(texts::put);
    }
    entries.forEach(
        (name, entry) -> {
          ObjectNode node = root.putObject(name).put(DTYPE, entry.dtype.name());
          var shape = node.putArray(SHAPE);
          entry.shape.forEach(shape::add);
          node.putArray(OFFSETS).add(entry.begin).add(entry.end);
        });
    return JSON.writeValueAsBytes(root);
  }

  /** The checksum of everything in the header. */
  String checksum() {
    Crc32c sum = new Crc32c();
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(text -> sum.update(text.getKey()).update(text.getValue()));
    entries.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> sum.update(entry.getKey()).update(entry.getValue().toString()));
    return sum.toString();
  }

  /** The same header with this text in the metadata. */
  Header with(String name, String text) {
    Map<String, String> texts = new LinkedHashMap<>(metadata);
    texts.put(name, text);
    return new Header(entries, ImmutableMap.copyOf(texts));
  }

  /** The same header without this text in the metadata. */
  Header without(String name) {
    return new Header(
        entries, ImmutableMap.copyOf(Maps.filterKeys(metadata, key -> !key.equals(name))));
  }

  /**
   * Reads and checks everything: the tensors must fill the {@code bytes} after the header without
   * gaps or overlaps. Parsing stops at the first error, so an invalid header never takes more
   * memory than a valid one.
   */
  static Header parse(byte[] json, long bytes) throws IOException {
    Header header = new HeaderReader(json).read();
    checkPlaces(header.entries, bytes);
    return header;
  }

  private static void checkPlaces(Map<String, Entry> entries, long bytes) throws IOException {
    List<Map.Entry<String, Entry>> inOrder =
        entries.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().begin)
                    .thenComparing(e -> e.getValue().end))
            .toList();
    long at = 0;
    for (Map.Entry<String, Entry> next : inOrder) {
      Entry entry = next.getValue();
      check(
          entry.begin == at,
          "%s begins at byte %s of the data, %s byte %s, where the one before it ends"
              .formatted(
                  quoted(next.getKey()), entry.begin, entry.begin < at ? "inside" : "after", at));
      at = entry.end;
    }
    check(
        at == bytes,
        "its tensors take %s bytes, but %s follow the header%s"
            .formatted(at, bytes, bytes < at ? ": the file has been cut off" : ""));
  }

  static void check(boolean right, String problem) throws IOException {
    if (!right) {
      throw new IOException(problem);
    }
  }
}
