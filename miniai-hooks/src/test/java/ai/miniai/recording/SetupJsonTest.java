package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.setup.Guessing;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LoopHabits;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The setup of a run, and its losses of guessing, in files. */
class SetupJsonTest {
  private Path file;

  @BeforeEach
  void choose(@TempDir Path folder) {
    file = folder.resolve("stats.json");
  }

  private static RunSetup setup(LossForm form, TargetKind kind) {
    return new RunSetup(
        "PyTorch",
        ImmutableList.of(
            new LayerInfo("0.conv", "Conv2d", "1, 8, kernel 3×3"), new LayerInfo("1", "ReLU", "")),
        Optional.of(new LossInfo("CrossEntropyLoss", form, true)),
        Optional.of(
            new OptimizerInfo(
                "SGD", 0.6, 0.9, 1e-4, ImmutableList.of("0.conv.weight"), ImmutableList.of("1.w"))),
        Optional.of(new OutputInfo(ImmutableLongArray.of(10, 4), -2.5, 3.5, true, 0.75)),
        Optional.of(
            new TargetInfo(
                kind,
                ImmutableLongArray.of(4),
                1L << 40,
                4.5,
                2.9,
                0,
                9,
                ImmutableLongArray.of(5, 0, 1L << 33),
                0.1,
                3)),
        64,
        94,
        282,
        new LoopHabits(true, true));
  }

  private RunRecord writtenAndRead(RunSetup setup, Guessing guessing) throws IOException {
    LossHistory losses =
        new LossHistory(
            ImmutableList.of(2.5, 2.25), ImmutableList.of(new LossHistory.Validation(2, 2)));
    RecordingJson.write(
        new RunRecord(ImmutableList.of(), losses, OptionalInt.empty(), 0, setup, guessing), file);
    return RecordingJson.read(file);
  }

  @ParameterizedTest
  @EnumSource(LossForm.class)
  void keepsTheSetup(LossForm form) throws IOException {
    RunSetup setup = setup(form, TargetKind.BINARY);
    assertThat(writtenAndRead(setup, Guessing.UNKNOWN).setup()).isEqualTo(setup);
  }

  @ParameterizedTest
  @EnumSource(TargetKind.class)
  void keepsTheKindOfTargets(TargetKind kind) throws IOException {
    RunSetup setup = setup(LossForm.UNKNOWN, kind);
    assertThat(writtenAndRead(setup, Guessing.UNKNOWN).setup()).isEqualTo(setup);
  }

  @Test
  void keepsTheLossesOfGuessing() throws IOException {
    Guessing guessing =
        new Guessing(
            ImmutableDoubleArray.of(Double.NaN, 2.3), ImmutableDoubleArray.of(2.31, Double.NaN));
    assertThat(writtenAndRead(RunSetup.UNKNOWN, guessing).guessing()).isEqualTo(guessing);
  }

  @Test
  void keepsThatNothingIsKnown() throws IOException {
    RunRecord read = writtenAndRead(RunSetup.UNKNOWN, Guessing.UNKNOWN);
    assertThat(read.setup()).isEqualTo(RunSetup.UNKNOWN);
    assertThat(read.guessing()).isEqualTo(Guessing.UNKNOWN);
  }

  @Test
  void keepsThatNumbersAreNotKnown() throws IOException {
    // GIVEN
    double no = Double.NaN;
    RunSetup setup =
        new RunSetup(
            "",
            ImmutableList.of(),
            Optional.of(new LossInfo("", LossForm.UNKNOWN, false)),
            Optional.of(new OptimizerInfo("", no, 0, 0)),
            Optional.of(new OutputInfo(ImmutableLongArray.of(), no, no, false, no)),
            Optional.of(
                new TargetInfo(
                    TargetKind.NUMBERS,
                    ImmutableLongArray.of(),
                    0,
                    no,
                    no,
                    no,
                    no,
                    ImmutableLongArray.of(),
                    no,
                    0)),
            0,
            0,
            0,
            LoopHabits.NONE);
    // THEN
    assertThat(writtenAndRead(setup, Guessing.UNKNOWN).setup()).isEqualTo(setup);
  }

  @Test
  void everyFieldMayBeMissing() throws IOException {
    read("{'loss': {}, 'optimizer': {}, 'outputs': {}, 'targets': {}, 'layers': [{}]}");
    RunSetup setup = RecordingJson.read(file).setup();
    assertThat(setup.loss()).hasValue(new LossInfo("", LossForm.UNKNOWN, false));
    assertThat(setup.optimizer()).hasValue(new OptimizerInfo("", Double.NaN, 0, 0));
    assertThat(setup.targets().orElseThrow().kind()).isEqualTo(TargetKind.NUMBERS);
    assertThat(setup.layers()).containsExactly(new LayerInfo("", "", ""));
  }

  private void read(String setup) throws IOException {
    Files.writeString(
        file,
        "{'format': 'miniai-stats', 'version': 3, 'setup': SETUP, 'recordings': []}"
            .replace("SETUP", setup)
            .replace('\'', '"'));
    RecordingJson.read(file);
  }

  @Test
  void saysWhichFormsAndKindsThereAre() {
    assertThatThrownBy(() -> read("{'loss': {'form': 'hinge'}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/setup/loss/form")
        .hasMessageContaining("one of softmax_cross_entropy, negative_log_likelihood")
        .hasMessageContaining("hinge");
    assertThatThrownBy(() -> read("{'targets': {'kind': 'labels'}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/setup/targets/kind")
        .hasMessageContaining("one of classes, one_hot, binary, numbers")
        .hasMessageContaining("labels");
  }

  @Test
  void saysWhereSomethingElseWasExpected() {
    assertThatThrownBy(() -> read("{'batchSize': -1}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/setup/batchSize");
    assertThatThrownBy(() -> read("{'layers': [{'path': 7}]}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/setup/layers/0/path");
    assertThatThrownBy(() -> read("{'targets': {'classCounts': [1, 'two']}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/setup/targets/classCounts/1");
    assertThatThrownBy(() -> read("{'keepsGradients': 0}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/setup/keepsGradients");
  }
}
