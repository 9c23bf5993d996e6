package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.io.Safetensors;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LoopHabits;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import com.google.common.base.Splitter;
import com.google.common.math.DoubleMath;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings of PyTorch that docs/miniai_torch.py records, where PyTorch is installed. */
@Tag("slow")
class PyTorchRecorderTest {
  private static final String PYTHON = System.getProperty("python", "/usr/bin/python3");
  private static final Path SCRIPT = Path.of("src", "test", "resources", "pytorch", "record.py");

  @TempDir private static Path folder;

  @BeforeAll
  static void trainAllCases() throws IOException, InterruptedException {
    // PyTorch need not be installed: the tests are skipped with one line that says so
    assumeTrue(
        python("-c", "import torch") == 0,
        PYTHON + " has no PyTorch: docs/miniai_torch.py is not tested");
    int exit = python(SCRIPT.toString(), folder.toString());
    assertThat(exit).as(Files.readString(folder.resolve("output"))).isZero();
  }

  private static int python(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.redirectOutput(folder.resolve("output").toFile());
    process.environment().put("PYTHONPATH", Path.of("../docs").toString());
    process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    try {
      return process.start().waitFor();
    } catch (IOException noPython) {
      return 1;
    }
  }

  private static RunRecord record(String training) throws IOException {
    return RecordingJson.read(folder.resolve(training).resolve("stats.json"));
  }

  /** What the recorder printed. */
  private static String printed(String training) throws IOException {
    return Files.readString(folder.resolve(training).resolve("output"));
  }

  @ParameterizedTest
  @CsvSource({"float32, 2048", "float64, 2048", "nan, 2048", "merged, 7"})
  void recordsWhatMiniaiRecordsOfTheSameTensors(String training, int columns) throws IOException {
    RunRecord record = record(training);

    Map<Quantity, DistributionRecorder> expected = expected(training, columns);
    assertThat(record.recordings()).hasSameSizeAs(expected.values());
    for (DistributionRecorder one : expected.values()) {
      Recording recording = record.recording(one.quantity()).orElseThrow();
      assertThat(recording.columns()).isEqualTo(one.recording().columns());
      assertThat(recording.layers()).hasSameSizeAs(one.layers());
      one.layers().forEach(layer -> assertSame(recording.layer(layer.name()), layer));
    }
    assertThat(printed(training)).isEmpty();
  }

  /** What miniai records of the tensors that the script has kept. */
  private static Map<Quantity, DistributionRecorder> expected(String training, int columns) {
    Map<Quantity, DistributionRecorder> recorders = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      recorders.put(quantity, new DistributionRecorder(quantity).atMost(columns));
    }
    Map<Quantity, Place> last = new EnumMap<>(Quantity.class);
    new TreeMap<>(
            Safetensors.read(folder.resolve(training).resolve("tensors.safetensors")).tensors())
        .forEach(
            (key, values) -> {
              List<String> parts = Splitter.on('|').splitToList(key);
              Quantity quantity = quantity(parts.get(1));
              Place place =
                  new Place(
                      Integer.parseInt(parts.get(2)),
                      Integer.parseInt(parts.get(3)),
                      Boolean.parseBoolean(parts.get(4)));
              DistributionRecorder recorder = recorders.get(quantity);
              if (!place.equals(last.put(quantity, place))) {
                recorder.beginColumn(place);
              }
              recorder.add(parts.get(5), values);
            });
    return recorders;
  }

  private static Quantity quantity(String label) {
    for (Quantity quantity : Quantity.values()) {
      if (quantity.label().equals(label)) {
        return quantity;
      }
    }
    throw new AssertionError(label);
  }

  private static void assertSame(LayerStats layer, LayerStats expected) {
    assertThat(layer.bins()).isEqualTo(expected.bins());
    assertThat(layer.deadUnits()).as(layer.name()).isEqualTo(expected.deadUnits());
    assertThat(layer.firstNonFinite()).as(layer.name()).isEqualTo(expected.firstNonFinite());
    for (int i = 0; i < expected.size(); i++) {
      Distribution actual = layer.columns().get(i);
      Distribution wanted = expected.columns().get(i);
      assertThat(counts(actual)).as(layer.name()).isEqualTo(counts(wanted));
      assertThat(near(actual.mean(), wanted.mean(), wanted.rms())).isTrue();
      assertThat(near(actual.std(), wanted.std(), wanted.rms())).isTrue();
    }
  }

  private static List<Object> counts(Distribution values) {
    return List.of(
        values.size(),
        values.nonFinite(),
        values.underflow(),
        values.overflow(),
        values.zeros(),
        values.counts());
  }

  /** Whether two numbers are equal but for rounding in float32; infinities are stored as NaN. */
  private static boolean near(double actual, double expected, double scale) {
    return Double.isFinite(expected)
        ? DoubleMath.fuzzyEquals(actual, expected, 1e-5 * scale)
        : Double.isNaN(actual);
  }

  @Test
  void listsLayersInTheOrderOfRunning() throws IOException {
    assertThat(record("float32").recording(Quantity.ACTIVATIONS).orElseThrow().layers())
        .extracting(LayerStats::name)
        .containsExactly("0", "1", "2", "3", "4", "5");
  }

  @Test
  void recordsTheLossesOfBatchesAndPasses() throws IOException {
    RunRecord record = record("unchanged"); // the script has also compared the weights

    assertThat(record.classes()).hasValue(10);
    assertThat(record.losses().training()).hasSize(160);
    assertThat(record.losses().training().get(0)).isCloseTo(Math.log(10), within(0.3));
    assertThat(record.losses().validation()).extracting("batches").containsExactly(80, 160);
    assertThat(record.losses().validation().get(1).loss())
        .isLessThan(record.losses().validation().get(0).loss());
  }

  @Test
  void recordsAllBatchesAtFirstAndEveryTenthLater() throws IOException {
    List<Recording.Column> columns =
        record("unchanged").recording(Quantity.UPDATES).orElseThrow().columns();

    assertThat(columns.stream().filter(column -> column.epoch() == 0)).hasSize(80);
    assertThat(columns.stream().filter(column -> column.epoch() == 1).map(c -> c.iteration()))
        .endsWith(18, 19, 20, 30, 40, 50, 60, 70)
        .hasSize(20 + 6);
  }

  @Test
  void recordsHowTheRunIsSetUp() throws IOException {
    RunSetup setup = record("unchanged").setup();

    assertThat(setup.framework()).isEqualTo("PyTorch");
    assertThat(setup.layers())
        .extracting(LayerInfo::title)
        .startsWith("0 (Linear in_features=20, out_features=64, bias=True)", "1 (ReLU)");
    assertThat(setup.loss())
        .hasValue(new LossInfo("CrossEntropyLoss", LossForm.SOFTMAX_CROSS_ENTROPY, false));
    assertThat(setup.optimizer()).hasValue(new OptimizerInfo("SGD", 0.1, 0, 0));
    assertThat(setup.batchSize()).isEqualTo(64);
    assertThat(setup.batchesPerPass()).isEqualTo(80);
    TargetInfo targets = setup.targets().orElseThrow();
    assertThat(targets.kind()).isEqualTo(TargetKind.CLASSES);
    assertThat(targets.classCounts().stream().sum()).isEqualTo(targets.items());
    assertThat(targets.repeats()).isCloseTo(targets.expectedRepeats(), within(0.03));
    assertThat(setup.outputs().orElseThrow().shape()).isEqualTo(ImmutableLongArray.of(10));
    assertThat(setup.habits()).isEqualTo(LoopHabits.NONE);
  }

  /** The best constant output has the cross-entropy of the frequencies of the classes. */
  @Test
  void recordsTheLossOfGuessing() throws IOException {
    RunRecord record = record("unchanged");

    ImmutableLongArray counts = record.setup().targets().orElseThrow().classCounts();
    double total = counts.stream().sum();
    double entropy = -counts.stream().mapToDouble(n -> n / total * Math.log(n / total)).sum();
    assertThat(record.guessing().training().stream().skip(10).filter(Double::isFinite).average())
        .hasValueCloseTo(entropy, within(0.02));
    assertThat(record.guessing().validation().stream().average())
        .hasValueCloseTo(entropy, within(0.2));
  }

  @ParameterizedTest
  @CsvSource({
    "cross-entropy, SOFTMAX_CROSS_ENTROPY",
    "weighted, SOFTMAX_CROSS_ENTROPY",
    "lambda, SOFTMAX_CROSS_ENTROPY",
    "logits, SIGMOID_CROSS_ENTROPY",
    "probabilities, BINARY_CROSS_ENTROPY",
    "log-probabilities, NEGATIVE_LOG_LIKELIHOOD",
    "squares, SQUARED_ERROR",
    "reshaping, SQUARED_ERROR",
    "absolute, ABSOLUTE_ERROR",
    "smooth, HUBER",
    "broadcast, UNKNOWN",
  })
  void findsOutWhatTheLossFunctionComputes(String training, LossForm form) throws IOException {
    assertThat(record(training).setup().loss().orElseThrow().form()).isEqualTo(form);
  }

  @Test
  void findsOutThatALossIsASum() throws IOException {
    assertThat(record("absolute").setup().loss().orElseThrow().summed()).isTrue();
    assertThat(record("squares").setup().loss().orElseThrow().summed()).isFalse();
  }

  @Test
  void aFailureEndsTheRecordingOnly() throws IOException {
    assertThat(printed("failing")) // the script has also compared the weights
        .isEqualTo(
            "miniai: Recorder stops recording, the training goes on: MemoryError('too little"
                + " memory')\n");
  }

  @ParameterizedTest
  @CsvSource({
    "too-fast, UPDATES_TOO_LARGE",
    "softmax, OUTPUT_MISMATCH",
    "sorted, SORTED_TARGETS",
    "kept, ACCUMULATED_GRADIENTS",
    "broadcast, SHAPE_MISMATCH",
  })
  void theDoctorFindsWhatIsWrong(String training, Pattern pattern) throws IOException {
    Diagnosis diagnosis = new Doctor().examine(record(training));

    assertThat(diagnosis.headline()).map(Finding::pattern).hasValue(pattern);
    assertThat(diagnosis.isSick()).isTrue();
  }

  @Test
  void theDoctorFindsThatTheModelIsValidatedInTrainingMode() throws IOException {
    assertThat(new Doctor().examine(record("training-mode")).findings())
        .extracting(Finding::pattern)
        .contains(Pattern.EVALUATION_MODE);
    assertThat(new Doctor().examine(record("unchanged")).isSick()).isFalse();
  }
}
