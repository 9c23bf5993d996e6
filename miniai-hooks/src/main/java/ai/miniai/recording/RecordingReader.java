package ai.miniai.recording;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.setup.Guessing;
import ai.miniai.setup.RunSetup;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads a {@link RunRecord} in the formats that {@code docs/stats-json.md} describes. */
final class RecordingReader {
  private final JsonInput in;

  RecordingReader(JsonInput in) {
    this.in = in;
  }

  /** The parts of a recording that have been read so far. */
  private final class Draft {
    private Quantity quantity = Quantity.ACTIVATIONS;
    private int batchesPerPass;
    private final List<Recording.Column> columns = new ArrayList<>();
    private final List<LayerStats> layers = new ArrayList<>();

    /** The fields of a recording; in version 1 they are fields of the file's top-level object. */
    ImmutableMap.Builder<String, JsonInput.Part> fields() {
      return ImmutableMap.<String, JsonInput.Part>builder()
          .put("quantity", () -> quantity = quantity())
          .put("batchesPerPass", () -> batchesPerPass = in.smallCount())
          .put("columns", () -> in.array(() -> columns.add(column())))
          .put("layers", () -> in.array(() -> layers.add(new LayerReader(in).read())));
    }

    Recording recording(String place) throws IOException {
      for (int i = 0; i < layers.size(); i++) {
        LayerStats layer = layers.get(i);
        if (!columns.isEmpty() && layer.size() != columns.size()) {
          throw in.wrongAt(
              place + "/layers/" + i,
              "as many elements of layer " + layer.name() + " as columns, " + columns.size(),
              layer.size());
        }
      }
      return new Recording(quantity, layers, columns, batchesPerPass);
    }
  }

  /** The parts of the file that have been read so far. */
  private String format = "";

  private int version;
  private OptionalInt classes = OptionalInt.empty();
  private long nanos;
  private RunSetup setup = RunSetup.UNKNOWN;
  private ImmutableDoubleArray guesses = ImmutableDoubleArray.of();
  private ImmutableDoubleArray validationGuesses = ImmutableDoubleArray.of();
  private final ImmutableDoubleArray.Builder training = ImmutableDoubleArray.builder();
  private final List<LossHistory.Validation> validation = new ArrayList<>();
  private final List<Recording> recordings = new ArrayList<>();

  RunRecord read() throws IOException {
    in.begin();
    Draft alone = new Draft();
    in.object(
        alone
            .fields()
            .put("format", () -> format = in.text())
            .put("version", () -> version = in.smallCount())
            .put("classes", () -> classes = OptionalInt.of(oneOrMore()))
            .put("nanos", () -> nanos = in.count())
            .put("losses", this::readLosses)
            .put("setup", () -> setup = new SetupReader(in).read())
            .put("guessing", this::readGuessing)
            .put("recordings", () -> in.array(this::readRecording))
            .buildOrThrow(),
        "format",
        "version");
    in.end();
    if (!format.equals("miniai-stats")) {
      throw in.wrongAt("/format", "\"miniai-stats\"", format);
    }
    if (version == 1) {
      recordings.add(alone.recording(""));
    } else if (version != 2 && version != RecordingWriter.VERSION) {
      throw in.wrongAt("/version", "1, 2 or 3", version + ": a newer miniai may read it");
    }
    LossHistory losses = new LossHistory(training.build().asList(), validation);
    try {
      return new RunRecord(
          ImmutableList.copyOf(recordings),
          losses,
          classes,
          nanos,
          setup,
          new Guessing(guesses, validationGuesses));
    } catch (IllegalArgumentException twice) {
      throw in.wrongAt("/recordings", "one recording of each quantity", twice.getMessage());
    }
  }

  private void readRecording() throws IOException {
    String place = in.place();
    Draft draft = new Draft();
    in.object(draft.fields().buildOrThrow(), "quantity", "layers");
    recordings.add(draft.recording(place));
  }

  private void readGuessing() throws IOException {
    in.object(
        ImmutableMap.of(
            "training", () -> guesses = in.numbers(),
            "validation", () -> validationGuesses = in.numbers()));
  }

  private void readLosses() throws IOException {
    in.object(
        ImmutableMap.of(
            "training", () -> training.addAll(in.numbers()),
            "validation", () -> in.array(this::readValidation)));
  }

  private void readValidation() throws IOException {
    int[] batches = new int[1];
    double[] loss = new double[1];
    in.object(
        ImmutableMap.of(
            "batches", () -> batches[0] = in.smallCount(), "loss", () -> loss[0] = in.number()),
        "batches",
        "loss");
    validation.add(new LossHistory.Validation(batches[0], loss[0]));
  }

  private Quantity quantity() throws IOException {
    String label = in.text();
    return Arrays.stream(Quantity.values())
        .filter(quantity -> quantity.label().equals(label))
        .findFirst()
        .orElseThrow(() -> in.wrong("one of " + labels(), label));
  }

  private static String labels() {
    return Arrays.stream(Quantity.values()).map(Quantity::label).collect(Collectors.joining(", "));
  }

  private Recording.Column column() throws IOException {
    PlaceReader place = new PlaceReader(in);
    int[] batches = {1};
    in.object(
        place.fields().put("batches", () -> batches[0] = oneOrMore()).buildOrThrow(),
        PlaceReader.REQUIRED);
    return new Recording.Column(place.place(), batches[0]);
  }

  /** A column stands for at least one batch, and so on: charts divide by such numbers. */
  private int oneOrMore() throws IOException {
    int count = in.smallCount();
    if (count == 0) {
      throw in.wrong("1 or more", count);
    }
    return count;
  }
}
