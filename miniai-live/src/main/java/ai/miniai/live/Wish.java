package ai.miniai.live;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a button of the page asks for.
 *
 * @param action see {@link Controls#ask}
 * @param value the learning rate; NaN if none was given
 */
record Wish(String action, double value) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST = 1000; // bytes

  /**
   * Reads it from JSON: {@code {"action": "rate", "value": 0.1}}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Wish read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST + 1);
    checkArgument(bytes.length <= LONGEST, "a request has at most %s bytes", LONGEST);
    String action = "";
    double value = Double.NaN;
    try (JsonParser json = JSON.createParser(bytes)) {
      checkArgument(json.nextToken() == JsonToken.START_OBJECT, "expected a JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("action")) {
          action = json.getValueAsString("");
        } else if (field.equals("value")) {
          value = json.getValueAsDouble(Double.NaN);
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException bad) {
      throw new IllegalArgumentException("expected JSON: " + bad.getOriginalMessage(), bad);
    }
    return new Wish(action, value);
  }
}
