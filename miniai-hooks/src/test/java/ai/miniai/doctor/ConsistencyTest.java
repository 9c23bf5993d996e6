package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.Callback;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.GradientStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Softmax;
import ai.miniai.random.Seed;
import ai.miniai.recording.RecordingSource;
import ai.miniai.recording.RunRecorderCB;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same training, of which more or less is recorded: its cause is the same. */
class ConsistencyTest {
  static Stream<Arguments> watched() {
    return Stream.<RecordingSource[]>of(
            new RecordingSource[] {},
            new RecordingSource[] {new ActivationStats(Linear.class)},
            new RecordingSource[] {new ActivationStats(ReLU.class)},
            new RecordingSource[] {new ActivationStats(module -> true)},
            new RecordingSource[] {new ActivationStats(Linear.class), new ParameterStats()},
            new RecordingSource[] {
              new ActivationStats(module -> true),
              new GradientStats(module -> true),
              new ParameterStats()
            })
        .map(sources -> Arguments.of((Object) sources));
  }

  /** The diagnosis of two epochs, of which the given things are recorded. */
  private static Diagnosis diagnosis(
      Supplier<Module> network, double lr, RecordingSource... watched) {
    Seed.set(1);
    RunRecorderCB run = new RunRecorderCB(watched);
    List<Callback> all =
        Stream.concat(Stream.of(watched).map(Callback.class::cast), Stream.of(run)).toList();
    new TrainLearner(network.get(), Points.of(60, 4), Losses::crossEntropy, lr)
        .fit(2, all.toArray(new Callback[0]));
    return new Doctor().examine(run.record());
  }

  @ParameterizedTest
  @MethodSource("watched")
  void aMistakeInTheProgramIsFoundWhateverIsRecorded(RecordingSource... watched) {
    Finding finding =
        diagnosis(
                () ->
                    new Sequential(
                        new Linear(2, 16), new ReLU(), new Linear(16, 2), new Softmax(1)),
                0.3,
                watched)
            .headline()
            .orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.OUTPUT_MISMATCH);
    assertThat(finding.place()).startsWith("3 (Softmax");
  }

  @ParameterizedTest
  @MethodSource("watched")
  void aRateThatIsFarTooHighIsSickWhateverIsRecorded(RecordingSource... watched) {
    Diagnosis diagnosis =
        diagnosis(
            () -> new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2)), 1e4, watched);
    assertThat(diagnosis.isSick()).isTrue();
    assertThat(diagnosis.headline().orElseThrow().remedies().get(0).action())
        .as(diagnosis.toString())
        .isEqualTo(Remedy.Action.LOWER_RATE);
  }

  @ParameterizedTest
  @MethodSource("watched")
  void healthIsHealthWhateverIsRecorded(RecordingSource... watched) {
    assertThat(
            diagnosis(
                    () -> new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2)),
                    0.3,
                    watched)
                .severity())
        .isNotIn(Optional.of(Severity.SICK), Optional.of(Severity.WARNING));
  }
}
