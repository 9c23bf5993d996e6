package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records as they come from files, of this program or another. */
class DoctorTest {
  private static final int BATCHES = 100;

  private static LayerStats layer(String name, IntToDoubleFunction std) {
    return LayerStats.of(
        name,
        Bins.DEFAULT,
        IntStream.range(0, BATCHES)
            .mapToObj(
                batch ->
                    new Distribution(
                        8,
                        0,
                        std.applyAsDouble(batch),
                        0,
                        0,
                        8,
                        ImmutableLongArray.copyOf(new long[50])))
            .toList());
  }

  /** Doubles every other batch, and crashes every twenty. */
  private static double sawtooth(int batch) {
    return 0.02 * Math.pow(2, (batch % 20) / 2.0) * (1 + 0.01 * (batch % 3));
  }

  private static Recording recording(IntToDoubleFunction std, boolean withColumns) {
    ImmutableList<Recording.Column> columns =
        IntStream.range(0, withColumns ? BATCHES : 0)
            .mapToObj(batch -> new Recording.Column(batch / 50, batch % 50, true))
            .collect(ImmutableList.toImmutableList());
    return new Recording(ImmutableList.of(layer("0", std)), columns);
  }

  @Test
  void aRecordingWithoutLossesGivesWarnings() {
    RunRecord run = RunRecord.of(ImmutableList.of(recording(DoctorTest::sawtooth, true)));
    assertThat(new Doctor().examine(run).findings())
        .extracting(Finding::pattern, Finding::severity)
        .containsExactly(tuple(Pattern.RISE_AND_CRASH, Severity.WARNING));
  }

  @Test
  void aRecordingThatDoesNotSayWhatItsColumnsAreIsReadAsBatches() {
    RunRecord run = RunRecord.of(ImmutableList.of(recording(DoctorTest::sawtooth, false)));
    Finding finding = new Doctor().examine(run).headline().orElseThrow();
    assertThat(finding.evidence("cycles")).isEqualTo(4);
    assertThat(finding.lastBatch()).isEqualTo(80);
  }

  @Test
  void anEmptyRecordGivesNothing() {
    assertThat(new Doctor().examine(RunRecord.of(ImmutableList.of())).causes()).isEmpty();
  }

  @Test
  void whatLookedLostOnTheWayIsAWarningInTheEnd() {
    // GIVEN a crash at 20, after which the network guesses for 40 batches and then learns
    var losses = IntStream.range(0, BATCHES).mapToObj(batch -> batch < 60 ? 2.3 : 0.3).toList();
    RunRecord run =
        new RunRecord(
            ImmutableList.of(
                recording(batch -> batch < 20 ? sawtooth(batch) : 0.02 + 1e-4 * batch, true)),
            new LossHistory(losses, ImmutableList.of()),
            OptionalInt.of(10),
            0);
    // THEN
    assertThat(new Doctor().examine(run).severity()).hasValue(Severity.WARNING);
    assertThat(new Doctor().examine(run, 25, BATCHES).severity()).hasValue(Severity.WARNING);
    assertThat(new Doctor().examine(run, 60, BATCHES).severity()).hasValue(Severity.SICK);
  }

  @Test
  void aLossThatFallsSlowlyIsToldOnce() {
    // GIVEN a loss that falls all the time, but not far
    var losses = IntStream.range(0, BATCHES).mapToObj(batch -> 2.2 - 0.008 * batch).toList();
    var run =
        new RunRecord(
            ImmutableList.of(), new LossHistory(losses, ImmutableList.of()), OptionalInt.of(10), 0);
    assertThat(new Doctor().examine(run).findings())
        .extracting(Finding::pattern)
        .containsExactly(Pattern.LEARNS_SLOWLY);
  }
}
