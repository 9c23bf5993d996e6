package ai.miniai.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.math.LongMath;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON at the beginning of a safetensors file: what tensors there are, and where.
 *
 * @param entries by name
 * @param metadata texts by name
 */
record Header(ImmutableMap<String, Entry> entries, ImmutableMap<String, String> metadata) {
  /** The bytes of the largest tensor: what fits into an array of Java. */
  static final int LARGEST = Integer.MAX_VALUE - 8;

  private static final String METADATA = "__metadata__";
  private static final String DTYPE = "dtype";
  private static final String SHAPE = "shape";
  private static final String OFFSETS = "data_offsets";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * One tensor.
   *
   * @param begin its first byte, counted from the end of the header
   * @param end the first byte after it
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

  /**
   * Reads and checks everything: the data must fill the {@code bytes} after the header without a
   * gap and without an overlap.
   */
  static Header parse(byte[] json, long bytes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("its header is not valid JSON: " + e.getOriginalMessage(), e);
    }
    check(root.isObject(), "its header is not a JSON object");
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        check(field.getValue().isObject(), METADATA + " is not a JSON object");
        for (Map.Entry<String, JsonNode> text : field.getValue().properties()) {
          check(text.getValue().isTextual(), METADATA + "." + text.getKey() + " is not a text");
          metadata.put(text.getKey(), text.getValue().textValue());
        }
      } else {
        entries.put(field.getKey(), entry(quoted(field.getKey()), field.getValue()));
      }
    }
    checkPlaces(entries, bytes);
    return new Header(ImmutableMap.copyOf(entries), ImmutableMap.copyOf(metadata));
  }

  private static Entry entry(String what, JsonNode node) throws IOException {
    String name = node.path(DTYPE).asText();
    DType dtype =
        DType.named(name)
            .orElseThrow(
                () ->
                    new IOException(
                        what
                            + " is of an unknown type: expected one of "
                            + Arrays.toString(DType.values())
                            + ", got \""
                            + name
                            + "\""));
    ImmutableLongArray shape = longs(what, node, SHAPE);
    ImmutableLongArray offsets = longs(what, node, OFFSETS);
    check(offsets.length() == 2, what + " wants two " + OFFSETS + ", got " + offsets);
    long expected = dtype.bytes();
    for (int i = 0; i < shape.length(); i++) {
      expected = LongMath.saturatedMultiply(expected, shape.get(i));
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    check(
        end - begin == expected,
        "%s of %s %s takes %s bytes, but its %s %s hold %s"
            .formatted(what, dtype, shape, expected, OFFSETS, offsets, end - begin));
    check(end - begin <= LARGEST, what + " is larger than the 2 GiB that can be read here");
    return new Entry(dtype, shape, begin, end);
  }

  private static ImmutableLongArray longs(String what, JsonNode node, String field)
      throws IOException {
    JsonNode array = node.path(field);
    check(array.isArray(), what + " has no " + field);
    ImmutableLongArray.Builder numbers = ImmutableLongArray.builder();
    for (JsonNode number : array) {
      check(
          number.canConvertToLong() && number.isIntegralNumber() && number.longValue() >= 0,
          "%s wants whole numbers from 0 on as %s, got %s".formatted(what, field, array));
      numbers.add(number.longValue());
    }
    return numbers.build();
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

  private static void check(boolean right, String problem) throws IOException {
    if (!right) {
      throw new IOException(problem);
    }
  }
}
