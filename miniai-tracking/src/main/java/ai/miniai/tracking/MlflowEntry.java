package ai.miniai.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something that is reported to MLflow. */
sealed interface MlflowEntry {
  /** MLflow 2.0 refuses longer values of parameters; newer versions take 6,000 characters. */
  int LONGEST_VALUE = 500;

  /** Where a value was cut. */
  String DOTS = "...";

  /** As the REST API has it. */
  ObjectNode json();

  /** A number of a step. */
  record Metric(String key, double value, long timestamp, long step) implements MlflowEntry {
    @Override
    public ObjectNode json() {
      ObjectNode json = object().put("key", MlflowNames.key(key));
      if (Double.isFinite(value)) {
        json.put("value", value);
      } else {
        json.put("value", Double.toString(value)); // JSON of protocol buffers: "NaN", "-Infinity"
      }
      return json.put("timestamp", timestamp).put("step", step);
    }
  }

  /** A hyperparameter. */
  record Param(String key, String value) implements MlflowEntry {
    @Override
    public ObjectNode json() {
      return object().put("key", MlflowNames.key(key)).put("value", cut(value));
    }
  }

  /** A tag of the run. */
  record Tag(String key, String value) implements MlflowEntry {
    @Override
    public ObjectNode json() {
      return object().put("key", MlflowNames.key(key)).put("value", cut(value));
    }
  }

  /** A file. */
  record Artifact(String path, byte[] bytes) implements MlflowEntry {
    @Override
    public ObjectNode json() {
      return object().put("path", path).put("bytes", bytes.length);
    }
  }

  /** The end of the run: "FINISHED" or "FAILED". */
  record End(String status, long time) implements MlflowEntry {
    @Override
    public ObjectNode json() {
      return object().put("status", status).put("end_time", time);
    }
  }

  /** What {@link #json} has written; artifacts are with their files. */
  static MlflowEntry of(String kind, JsonNode json) {
    return switch (kind) {
      case "metric" ->
          new Metric(
              json.path("key").asText(),
              Double.parseDouble(json.path("value").asText()),
              json.path("timestamp").asLong(),
              json.path("step").asLong());
      case "param" -> new Param(json.path("key").asText(), json.path("value").asText());
      case "tag" -> new Tag(json.path("key").asText(), json.path("value").asText());
      case "end" -> new End(json.path("status").asText(), json.path("end_time").asLong());
      default -> throw new IllegalArgumentException("expected a metric, param, tag or end");
    };
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Not in the middle of a character that takes two places. */
  private static String cut(String value) {
    int most = LONGEST_VALUE - DOTS.length();
    return value.length() <= LONGEST_VALUE
        ? value
        : value.substring(0, Character.isHighSurrogate(value.charAt(most - 1)) ? most - 1 : most)
            + DOTS;
  }
}
