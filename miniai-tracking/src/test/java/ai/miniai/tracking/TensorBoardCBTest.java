package ai.miniai.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.nn.Linear;
import ai.miniai.recording.Distribution;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataClass;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;

class TensorBoardCBTest {
  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  private TensorBoardCB board() {
    return new TensorBoardCB(folder, said::add);
  }

  private List<Long> steps(String tag) {
    return EventReader.points(folder, tag).stream().map(EventReader.Point::step).toList();
  }

  // ---------------------------------------------------------------- scalars

  @Test
  void eachBatchHasItsLossAndRates() {
    // GIVEN
    RecorderCB recorder = new RecorderCB().loss();
    // WHEN
    Points.learner(recorder, board()).fit(2);
    // THEN
    double[] losses = recorder.lines().get("loss");
    List<EventReader.Point> points = EventReader.points(folder, "batch/loss");
    assertThat(steps("batch/loss")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    for (int i = 0; i < losses.length; i++) {
      assertThat(points.get(i).number()).isEqualTo((float) losses[i]);
    }
    assertThat(EventReader.points(folder, "batch/lr"))
        .hasSize(8)
        .allMatch(point -> point.number() == 0.1f);
    assertThat(EventReader.points(folder, "batch/momentum")).hasSize(8);
    assertThat(said).isEmpty();
  }

  @Test
  void eachPassHasItsMetricsAtItsLastBatch() {
    // GIVEN
    MetricsCB metrics = Points.metrics();
    // WHEN
    Points.learner(metrics, board()).fit(2);
    // THEN
    for (String mode : List.of("train", "eval")) {
      for (String name : List.of("accuracy", "loss")) {
        assertThat(steps(mode + "/" + name)).containsExactly(3L, 7L);
        assertThat(EventReader.points(folder, mode + "/" + name))
            .extracting(EventReader.Point::number)
            .containsExactlyElementsOf(
                metrics.rows().stream()
                    .filter(row -> row.mode().equals(mode))
                    .map(row -> row.values().get(name).floatValue())
                    .toList());
      }
    }
  }

  @Test
  void aLossThatIsNotANumberStaysSo() {
    Points.learner(1e30, board()).fit(2);
    assertThat(EventReader.points(folder, "batch/loss"))
        .hasSize(8)
        .anyMatch(point -> Float.isNaN(point.number()));
    assertThat(said).isEmpty();
  }

  @Test
  void aStepIsInTheFileWhenTheNextOneHasEnded() {
    // GIVEN a reader
    List<Integer> seen = new ArrayList<>();
    Callback reader =
        new Callback() {
          @Override
          public int order() {
            return 2;
          }

          @Override
          public void afterBatch() {
            seen.add(EventReader.points(folder, "batch/loss").size());
          }
        };
    // WHEN
    Points.learner(board(), reader).fit(1);
    // THEN
    assertThat(seen).startsWith(0, 1, 2, 3, 4);
  }

  // ---------------------------------------------------------------- histograms

  @Test
  void aHistogramIsWhatWasRecordedOfTheBatch() {
    // GIVEN
    ActivationStats stats = new ActivationStats(Linear.class);
    // WHEN
    Points.learner(stats, board()).fit(2);
    // THEN
    List<EventReader.Point> points = EventReader.points(folder, "activations/0");
    assertThat(steps("activations/0")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    List<Distribution> columns = stats.recording().layer("0").columns();
    for (int i = 0; i < points.size(); i++) {
      Distribution expected = columns.get(i);
      HistogramProto histogram = points.get(i).value().getHisto();
      assertThat(histogram.getNum()).isEqualTo((double) expected.size());
      assertThat(histogram.getSum() / histogram.getNum()).isEqualTo(expected.mean());
      assertThat(Math.sqrt(histogram.getSumSquares() / histogram.getNum()))
          .isCloseTo(expected.rms(), offset(1e-9));
      double[] shown = new double[50];
      for (int bin = 0; bin < histogram.getBucketCount(); bin++) {
        shown[(int) Math.round(histogram.getBucketLimit(bin) / 0.2) - 1] = histogram.getBucket(bin);
      }
      assertThat(shown).containsExactly(expected.counts().stream().asDoubleStream().toArray());
    }
  }

  @Test
  void thoseOfAllRecordingsAreThere() {
    Points.learner(new DoctorCB().onDiagnosis(diagnosis -> {}), board()).fit(1);
    assertThat(EventReader.tags(folder))
        .contains(
            "activations/0",
            "activations/2",
            "gradients/0",
            "parameters/0.weight",
            "parameter gradients/2.bias",
            "updates/2.bias");
  }

  @Test
  void theyAreEvenlySpreadOverALongFit() {
    Points.learner(new ParameterStats(), board().histograms(4)).fit(8);
    assertThat(steps("parameters/0.weight")).containsExactly(0L, 8L, 16L, 24L);
  }

  @Test
  void noneMeansNone() {
    Points.learner(new ParameterStats(), board().histograms(0)).fit(1);
    assertThat(EventReader.tags(folder)).noneMatch(tag -> tag.startsWith("parameters/"));
    assertThatThrownBy(() -> board().histograms(-1)).hasMessageContaining("got -1");
  }

  // ---------------------------------------------------------------- texts, pictures, hparams

  @Test
  void whatTheDoctorFindsIsAText() {
    // GIVEN
    DoctorCB doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    // WHEN
    Points.learner(1e30, doctor, board()).fit(2);
    // THEN
    List<EventReader.Point> texts = EventReader.points(folder, "findings");
    Summary.Value last = texts.get(texts.size() - 1).value();
    assertThat(last.getTensor().getDtype()).isEqualTo(DataType.DT_STRING);
    assertThat(last.getTensor().getStringVal(0).toStringUtf8())
        .isEqualTo(doctor.diagnosis().toString().replace("\n", "  \n"))
        .startsWith("SICK: ");
    assertThat(last.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
    assertThat(last.getMetadata().getDataClass()).isEqualTo(DataClass.DATA_CLASS_TENSOR);
  }

  @Test
  void picturesAreDrawnAtTheEnd() throws IOException {
    // GIVEN
    ActivationStats stats = new ActivationStats(Linear.class);
    // WHEN
    Points.learner(stats, board().picture("colours", () -> Plots.colorDim(stats))).fit(1);
    // THEN
    Summary.Image image = EventReader.points(folder, "colours").get(0).value().getImage();
    var pixels =
        ImageIO.read(new ByteArrayInputStream(image.getEncodedImageString().toByteArray()));
    assertThat(pixels.getWidth()).isEqualTo(image.getWidth());
    assertThat(pixels.getHeight()).isEqualTo(image.getHeight());
    assertThat(steps("colours")).containsExactly(3L);
  }

  @Test
  void aPictureThatCannotBeDrawnKeepsNothingElseBack() {
    // GIVEN
    TensorBoardCB board =
        board()
            .picture(
                "broken",
                () -> {
                  throw new IllegalStateException("no fonts");
                })
            .picture("loss", TensorBoardCBTest::emptyFigure);
    // WHEN
    Points.learner(board).fit(1);
    // THEN
    assertThat(said)
        .containsExactly(
            "miniai: TensorBoardCB leaves out the picture \"broken\":"
                + " java.lang.IllegalStateException: no fonts");
    assertThat(EventReader.tags(folder)).contains("loss");
  }

  private static Figure emptyFigure() {
    return Plots.colorDim(new ActivationStats().recording());
  }

  @Test
  void hyperparametersAreOneEntryOfTheRun() throws IOException {
    // WHEN
    Points.learner(
            board().parameter("hidden", 8).parameter("model", "mine").parameter("augment", true))
        .fit(3);
    // THEN
    List<EventReader.Point> starts = EventReader.points(folder, "_hparams_/session_start_info");
    assertThat(starts).hasSize(1);
    SummaryMetadata metadata = starts.get(0).value().getMetadata();
    assertThat(metadata.getPluginData().getPluginName()).isEqualTo("hparams");
    UnknownFieldSet start = field(metadata, 3);
    assertThat(hyperparameters(start))
        .containsEntry("hidden", number(8))
        .containsEntry("augment", Value.newBuilder().setBoolValue(true).build())
        .containsEntry("model", text("mine"))
        .containsEntry("optimizer", text("SGD"))
        .containsEntry("lr", number(0.1))
        .containsEntry("epochs", number(3))
        .containsEntry("model_parameters", number(2 * 8 + 8 + 8 * 2 + 2));
    assertThat(sessionEnd()).isEqualTo(1);
  }

  @Test
  void aFitThatFailedIsMarkedSo() throws IOException {
    assertThatThrownBy(() -> Points.learner(board(), Points.killAfter(2)).fit(1))
        .hasMessageContaining("killed");
    assertThat(sessionEnd()).isEqualTo(2);
    assertThat(steps("batch/loss")).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aFitThatWasCancelledHasEndedWell() throws IOException {
    // GIVEN
    Callback cancel =
        new Callback() {
          @Override
          public void afterBatch() {
            throw new CancelFitException("enough");
          }
        };
    // WHEN
    Points.learner(board(), cancel).fit(1);
    // THEN
    assertThat(sessionEnd()).isEqualTo(1);
  }

  /** The status in SessionEndInfo: 1 for success, 2 for failure. */
  private long sessionEnd() throws IOException {
    SummaryMetadata end =
        EventReader.points(folder, "_hparams_/session_end_info").get(0).value().getMetadata();
    return field(end, 4).getField(1).getVarintList().get(0);
  }

  /** A message in HParamsPluginData, for which there are no classes in Java. */
  private static UnknownFieldSet field(SummaryMetadata metadata, int number) throws IOException {
    return UnknownFieldSet.parseFrom(
        UnknownFieldSet.parseFrom(metadata.getPluginData().getContent())
            .getField(number)
            .getLengthDelimitedList()
            .get(0));
  }

  private static Map<String, Value> hyperparameters(UnknownFieldSet start)
      throws InvalidProtocolBufferException {
    Map<String, Value> values = new HashMap<>();
    for (var entry : start.getField(1).getLengthDelimitedList()) {
      UnknownFieldSet fields = UnknownFieldSet.parseFrom(entry);
      values.put(
          fields.getField(1).getLengthDelimitedList().get(0).toStringUtf8(),
          Value.parseFrom(fields.getField(2).getLengthDelimitedList().get(0)));
    }
    return values;
  }

  private static Value number(double value) {
    return Value.newBuilder().setNumberValue(value).build();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  @Test
  void aHyperparameterIsANumberABooleanOrAText() {
    assertThatThrownBy(() -> board().parameter("layers", List.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hyperparameter \"layers\" is a ")
        .hasMessageContaining("expected a number, a boolean or a text");
  }

  // ---------------------------------------------------------------- files

  @Test
  void theFirstEventsAreVersionAndStart() {
    // WHEN
    Points.learner(board()).fit(1);
    // THEN
    List<Event> events = EventReader.events(folder);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(events.get(1).getStep()).isZero();
    assertThat(events.get(1).getWallTime())
        .isBetween(System.currentTimeMillis() / 1e3 - 600, System.currentTimeMillis() / 1e3);
  }

  @Test
  void aFitThatIsTakenUpAgainReplacesWhatIsBehindItsCheckpoint() {
    // GIVEN the curve of a fit that never stopped
    Path run = folder;
    folder = run.resolve("whole");
    Points.learner(Points.metrics(), board()).fit(3);
    List<Float> whole = curve("batch/loss");
    // AND a fit that was killed two batches after its checkpoint
    folder = run.resolve("killed");
    assertThatThrownBy(
            () ->
                Points.learner(
                        Points.metrics(),
                        board(),
                        new CheckpointCB(run).every(3),
                        Points.killAfter(8))
                    .fit(3))
        .hasMessageContaining("killed");
    // WHEN
    Points.learner(Points.metrics(), board(), new CheckpointCB(run).every(3).resume()).fit(3);
    // THEN
    assertThat(EventReader.files(folder)).hasSize(2);
    assertThat(curve("batch/loss")).isEqualTo(whole);
    Event again =
        EventReader.events(folder).stream()
            .filter(Event::hasSessionLog)
            .reduce((first, second) -> second)
            .orElseThrow();
    assertThat(again.getStep()).isEqualTo(8);
  }

  /** What TensorBoard shows: a start of a session takes away what is there from its step on. */
  private List<Float> curve(String tag) {
    Map<Long, Float> curve = new TreeMap<>();
    for (Event event : EventReader.events(folder)) {
      if (event.getSessionLog().getStatus() == SessionLog.SessionStatus.START) {
        curve.keySet().removeIf(step -> step >= event.getStep());
      }
      for (Summary.Value value : event.getSummary().getValueList()) {
        if (value.getTag().equals(tag)) {
          curve.put(event.getStep(), value.getSimpleValue());
        }
      }
    }
    assertThat(curve.keySet())
        .containsExactlyElementsOf(
            IntStream.range(0, curve.size()).mapToObj(Long::valueOf).toList());
    return List.copyOf(curve.values());
  }

  @Test
  void aSecondFitTakesThePlaceOfTheFirst() {
    // GIVEN
    TrainLearner learner = Points.learner(board());
    learner.fit(3);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(curve("batch/loss")).hasSize(4);
  }

  @Test
  void aFolderThatCannotBeMadeEndsTheFitAtItsStart() throws IOException {
    // GIVEN
    folder = Files.writeString(folder.resolve("file"), "");
    // THEN
    assertThatThrownBy(() -> Points.learner(board()).fit(1))
        .hasMessageContaining("callback TensorBoardCB failed in beforeFit: cannot write " + folder);
    assertThat(said).isEmpty();
  }

  @Test
  void anInterruptedFitIsWrittenToItsEnd() throws IOException {
    // GIVEN
    Callback interrupt =
        new Callback() {
          @Override
          public void afterBatch() {
            Thread.currentThread().interrupt();
          }
        };
    // WHEN
    Points.learner(interrupt, board()).fit(1);
    // THEN
    assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
    assertThat(steps("batch/loss")).containsExactly(0L);
    assertThat(sessionEnd()).isEqualTo(1);
  }

  @Test
  void searchesAreNotWritten() {
    TrainLearner learner = Points.learner(board());
    learner.tryOut(() -> learner.fit(1));
    assertThat(EventReader.files(folder)).isEmpty();
  }
}
