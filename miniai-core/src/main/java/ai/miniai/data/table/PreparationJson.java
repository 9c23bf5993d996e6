package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a preparation is saved.
 *
 * @param version of this form
 */
record PreparationJson(int version, PreparedColumns columns) {
  private static final int VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static String write(PreparedColumns columns) {
    try {
      return JSON.writeValueAsString(new PreparationJson(VERSION, columns));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a preparation is texts and numbers, which are all JSON", e);
    }
  }

  /**
   * Reads what {@link #write} returned.
   *
   * @throws IllegalArgumentException if it is damaged, or of another version
   */
  static PreparedColumns read(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      checkVersion(tree.get("version"));
      return JSON.treeToValue(tree, PreparationJson.class).columns;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static void checkVersion(@Nullable JsonNode version) {
    checkArgument(version != null && version.isInt(), "it is damaged: it has no version");
    checkArgument(
        version.intValue() == VERSION,
        "it is of version %s, and this program reads version %s: use the miniai that wrote it, or"
            + " a newer one",
        version,
        VERSION);
  }
}
