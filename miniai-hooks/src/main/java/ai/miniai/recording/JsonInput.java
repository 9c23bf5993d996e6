package ai.miniai.recording;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON piece by piece, and reports the position in the file where something else was
 * expected. Each method starts at the first token of its value, and ends at the last one.
 */
final class JsonInput {
  /** Reads the value of a field, or an element of an array. */
  @FunctionalInterface
  interface Part {
    void read() throws IOException;
  }

  /**
   * The file does not contain what was expected; the message names the file, the place, and what
   * was expected and found.
   */
  static final class UnexpectedException extends IOException {
    private static final long serialVersionUID = 1;

    private UnexpectedException(String message) {
      super(message);
    }
  }

  private final JsonParser json;
  private final String file;

  JsonInput(JsonParser json, String file) {
    this.json = json;
    this.file = file;
  }

  /** Goes to the first token of the file. */
  void begin() throws IOException {
    json.nextToken();
  }

  /** Goes to the end of the file. */
  void end() throws IOException {
    if (json.nextToken() != null) {
      throw wrong("the end of the file", json.getText());
    }
  }

  /** The current position, such as {@code /recordings/0/columns/3}. */
  String place() {
    return json.getParsingContext().pathAsPointer().toString();
  }

  /** The exception for a wrong value at the current position. */
  IOException wrong(String expected, Object found) {
    return wrongAt(place(), expected, found);
  }

  /** The exception for a wrong value at {@code place}. */
  IOException wrongAt(String place, String expected, @Nullable Object found) {
    return new UnexpectedException(
        file
            + (place.isEmpty() ? "" : " at " + place)
            + ": expected "
            + expected
            + ", found "
            + found);
  }

  private void expect(JsonToken token, String expected) throws IOException {
    if (json.currentToken() != token) {
      String found = json.currentToken() == null ? "the end of the file" : json.getText();
      throw wrong(expected, found);
    }
  }

  /** Reads those fields of an object that are in {@code fields}. */
  void object(ImmutableMap<String, Part> fields, String... required) throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    String place = place();
    Set<String> seen = new HashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      Part part = fields.get(name);
      if (part == null) {
        json.skipChildren();
      } else {
        part.read();
        seen.add(name);
      }
    }
    for (String name : required) {
      if (!seen.contains(name)) {
        throw wrongAt(place, "a field \"" + name + "\"", "none");
      }
    }
  }

  /** Reads an array. */
  void array(Part element) throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  String text() throws IOException {
    expect(JsonToken.VALUE_STRING, "a text");
    return json.getText();
  }

  boolean bool() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_TRUE) {
      expect(JsonToken.VALUE_FALSE, "true or false");
    }
    return json.getBooleanValue();
  }

  /** An integer, 0 or more. */
  long count() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    long value = json.getLongValue();
    if (value < 0) {
      throw wrong("0 or more", value);
    }
    return value;
  }

  /** Like {@link #count}, below 2³¹. */
  int smallCount() throws IOException {
    long value = count();
    if (value > Integer.MAX_VALUE) {
      throw wrong("a number below 2^31", value);
    }
    return (int) value;
  }

  /** A number; NaN for null. */
  double number() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      expect(JsonToken.VALUE_NUMBER_FLOAT, "a number or null");
    }
    return json.getDoubleValue();
  }

  ImmutableDoubleArray numbers() throws IOException {
    ImmutableDoubleArray.Builder numbers = ImmutableDoubleArray.builder();
    array(() -> numbers.add(number()));
    return numbers.build();
  }

  ImmutableLongArray counts() throws IOException {
    ImmutableLongArray.Builder counts = ImmutableLongArray.builder();
    array(() -> counts.add(count()));
    return counts.build();
  }

  /** Like {@link #counts}, with −1 for each null. */
  ImmutableLongArray knownCounts() throws IOException {
    ImmutableLongArray.Builder counts = ImmutableLongArray.builder();
    array(() -> counts.add(json.currentToken() == JsonToken.VALUE_NULL ? -1 : count()));
    return counts.build();
  }
}
