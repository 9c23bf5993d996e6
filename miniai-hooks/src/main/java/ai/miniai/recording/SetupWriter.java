package ai.miniai.recording;

import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.base.Ascii;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.util.List;

/** Writes a {@link RunSetup}; what is unknown is left out. */
record SetupWriter(JsonGenerator json) {
  void write(RunSetup setup) throws IOException {
    json.writeStartObject();
    json.writeStringField("framework", setup.framework());
    json.writeArrayFieldStart("layers");
    for (LayerInfo layer : setup.layers()) {
      json.writeStartObject();
      json.writeStringField("path", layer.path());
      json.writeStringField("type", layer.type());
      json.writeStringField("details", layer.details());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (setup.loss().isPresent()) {
      write(setup.loss().get());
    }
    if (setup.optimizer().isPresent()) {
      write(setup.optimizer().get());
    }
    if (setup.outputs().isPresent()) {
      write(setup.outputs().get());
    }
    if (setup.targets().isPresent()) {
      write(setup.targets().get());
    }
    json.writeNumberField("batchSize", setup.batchSize());
    json.writeNumberField("batchesPerPass", setup.batchesPerPass());
    json.writeNumberField("plannedBatches", setup.plannedBatches());
    json.writeBooleanField("keepsGradients", setup.habits().keepsGradients());
    json.writeBooleanField("validatesInTrainingMode", setup.habits().validatesInTrainingMode());
    json.writeEndObject();
  }

  private void write(LossInfo loss) throws IOException {
    json.writeObjectFieldStart("loss");
    json.writeStringField("name", loss.name());
    json.writeStringField("form", Ascii.toLowerCase(loss.form().name()));
    json.writeBooleanField("summed", loss.summed());
    json.writeEndObject();
  }

  private void write(OptimizerInfo optimizer) throws IOException {
    json.writeObjectFieldStart("optimizer");
    json.writeStringField("name", optimizer.name());
    writeDouble("lr", optimizer.lr());
    writeDouble("momentum", optimizer.momentum());
    writeDouble("weightDecay", optimizer.weightDecay());
    writeTexts("frozen", optimizer.frozen());
    writeTexts("missing", optimizer.missing());
    json.writeEndObject();
  }

  private void write(OutputInfo outputs) throws IOException {
    json.writeObjectFieldStart("outputs");
    writeLongs("shape", outputs.shape());
    writeDouble("min", outputs.min());
    writeDouble("max", outputs.max());
    json.writeBooleanField("sumToOne", outputs.sumToOne());
    writeDouble("first", outputs.first());
    json.writeEndObject();
  }

  private void write(TargetInfo targets) throws IOException {
    json.writeObjectFieldStart("targets");
    json.writeStringField("kind", Ascii.toLowerCase(targets.kind().name()));
    writeLongs("shape", targets.shape());
    json.writeNumberField("items", targets.items());
    writeDouble("mean", targets.mean());
    writeDouble("std", targets.std());
    writeDouble("min", targets.min());
    writeDouble("max", targets.max());
    writeLongs("classCounts", targets.classCounts());
    writeDouble("repeats", targets.repeats());
    json.writeNumberField("conflicts", targets.conflicts());
    json.writeEndObject();
  }

  private void writeTexts(String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private void writeLongs(String name, ImmutableLongArray values) throws IOException {
    json.writeFieldName(name);
    long[] all = values.toArray();
    json.writeArray(all, 0, all.length);
  }

  private void writeDouble(String name, double value) throws IOException {
    json.writeFieldName(name);
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }
}
