package ai.miniai.callback.progress;

import ai.miniai.callback.Training;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Writes everything that a fit reports as JSON lines: an object for each training batch, and one
 * for each row of {@link MetricsCB} if the fit has one.
 *
 * <pre>{@code
 * {"epoch":0,"mode":"train","batch":7,"step":7,"loss":1.9,"lr":0.1,"momentum":0.9}
 * {"epoch":0,"mode":"eval","accuracy":0.8,"loss":0.6}
 * }</pre>
 *
 * <p>Epoch, batch (in its epoch) and step (in the fit) are counted from 0; learning rate and
 * momentum are those of the first parameter group. Numbers that are not finite, which JSON lacks,
 * are null.
 *
 * <p>A fit starts a new file. Lines are written as they come, so memory does not grow with the fit,
 * and other programs can read along; they see a batch when the next one has ended. A fit that
 * {@code CheckpointCB} resumes goes on behind the lines of its checkpoint, as if it had never
 * stopped.
 */
public final class JsonLinesCB extends StepFileCB {
  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the fields of an object. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** Overwrites {@code file}; its folder is created if necessary. */
  public JsonLinesCB(Path file) {
    super(file);
  }

  /**
   * Adds a number that is computed after each training batch.
   *
   * @throws IllegalArgumentException if there is one of this name
   */
  @Override
  public JsonLinesCB number(String name, ToDoubleFunction<Training> quantity) {
    super.number(name, quantity);
    return this;
  }

  @Override
  public void afterEpoch() {
    super.afterEpoch();
    MetricsCB.find(learn()).ifPresent(metrics -> add(line(last(metrics.rows()))));
  }

  private static MetricsCB.Row last(List<MetricsCB.Row> rows) {
    return rows.get(rows.size() - 1);
  }

  @Override
  String line(StepLog.Step step) {
    return object(
        json -> {
          json.writeNumberField("epoch", step.epoch());
          json.writeStringField("mode", "train");
          json.writeNumberField("batch", step.iteration());
          json.writeNumberField("step", step.number());
          writeNumbers(json, step.values());
        });
  }

  private static String line(MetricsCB.Row row) {
    return object(
        json -> {
          json.writeNumberField("epoch", row.epoch());
          json.writeStringField("mode", row.mode());
          writeNumbers(json, row.values());
        });
  }

  private static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write JSON to memory", e);
    }
    return text + "\n";
  }

  private static void writeNumbers(JsonGenerator json, Map<String, Double> values)
      throws IOException {
    for (Map.Entry<String, Double> value : values.entrySet()) {
      json.writeFieldName(value.getKey());
      if (Double.isFinite(value.getValue())) {
        json.writeNumber(value.getValue());
      } else {
        json.writeNull();
      }
    }
  }
}
