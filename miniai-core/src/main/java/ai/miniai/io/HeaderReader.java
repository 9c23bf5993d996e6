package ai.miniai.io;

import static ai.miniai.io.Header.check;
import static ai.miniai.io.Header.quoted;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.common.collect.ImmutableMap;
import com.google.common.math.LongMath;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Parses a {@link Header} piece by piece, and reports what is wrong in it. */
final class HeaderReader {
  /** The maximum number of dimensions of an ND4J array. */
  private static final int MOST_DIMENSIONS = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final byte[] bytes;
  private final ImmutableMap.Builder<String, Header.Entry> entries = ImmutableMap.builder();
  private final ImmutableMap.Builder<String, String> metadata = ImmutableMap.builder();

  HeaderReader(byte... bytes) {
    this.bytes = bytes;
  }

  Header read() throws IOException {
    try (JsonParser json = JSON.createParser(bytes)) {
      check(json.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals(Header.METADATA)) {
          readMetadata(json);
        } else {
          entries.put(name, entry(json, name));
        }
      }
      check(json.nextToken() == null, "its header is not valid JSON: more follows its object");
    } catch (JsonProcessingException e) {
      throw new IOException("its header is not valid JSON: " + FileErrors.reason(e), e);
    }
    return new Header(entries.buildOrThrow(), metadata.buildOrThrow());
  }

  private void readMetadata(JsonParser json) throws IOException {
    check(isObject(json), Header.METADATA + " is not a JSON object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      check(
          json.nextToken() == JsonToken.VALUE_STRING,
          Header.METADATA + "." + name + " is not a text");
      metadata.put(name, json.getText());
    }
  }

  private static Header.Entry entry(JsonParser json, String name) throws IOException {
    String what = quoted(name);
    check(isObject(json), what + " is not described by a JSON object");
    String type = "";
    ImmutableLongArray shape = null;
    ImmutableLongArray offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case Header.DTYPE -> type = json.getText();
        case Header.SHAPE -> shape = longs(json, what, field, MOST_DIMENSIONS);
        case Header.OFFSETS -> offsets = longs(json, what, field, 2);
        default -> json.skipChildren();
      }
    }
    return checked(
        what, type, present(what, Header.SHAPE, shape), present(what, Header.OFFSETS, offsets));
  }

  private static boolean isObject(JsonParser json) {
    return json.currentToken() == JsonToken.START_OBJECT;
  }

  private static ImmutableLongArray present(
      String what, String field, @Nullable ImmutableLongArray array) throws IOException {
    if (array == null) {
      throw new IOException(what + " has no " + field);
    }
    return array;
  }

  private static Header.Entry checked(
      String what, String type, ImmutableLongArray shape, ImmutableLongArray offsets)
      throws IOException {
    DType dtype =
        DType.named(type)
            .orElseThrow(
                () ->
                    new IOException(
                        "%s is of an unknown type: expected one of %s, got \"%s\""
                            .formatted(what, Arrays.toString(DType.values()), type)));
    check(offsets.length() == 2, what + " wants two " + Header.OFFSETS + ", got " + offsets);
    long begin = offsets.get(0);
    long end = offsets.get(1);
    long expected = dtype.bytes();
    for (int i = 0; i < shape.length(); i++) {
      expected = LongMath.saturatedMultiply(expected, shape.get(i));
    }
    check(
        end - begin == expected,
        "%s of %s %s takes %s bytes, but its %s %s hold %s"
            .formatted(what, dtype, shape, expected, Header.OFFSETS, offsets, end - begin));
    check(expected <= Header.LARGEST, what + " is larger than the 2 GiB that can be read here");
    for (int i = 0;
        i < shape.length();
        i++) { // check each size, because a size of 0 would hide invalid ones in the product
      check(
          shape.get(i) <= Integer.MAX_VALUE,
          "%s of shape %s is larger than can be read here".formatted(what, shape));
    }
    return new Header.Entry(dtype, shape, begin, end);
  }

  private static ImmutableLongArray longs(JsonParser json, String what, String field, int most)
      throws IOException {
    check(json.currentToken() == JsonToken.START_ARRAY, what + " has no " + field);
    ImmutableLongArray.Builder numbers = ImmutableLongArray.builder();
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      check(
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              && json.getLongValue() >= 0,
          "%s wants whole numbers from 0 on as %s, got %s"
              .formatted(what, field, json.currentToken() == null ? "the end" : json.getText()));
      check(++count <= most, "%s has more than %s numbers as %s".formatted(what, most, field));
      numbers.add(json.getLongValue());
    }
    return numbers.build();
  }
}
