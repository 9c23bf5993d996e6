package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.During;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.histogram.Bins;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.StateDicts;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording of a fit that is killed and taken up again. */
class ActivationStatsCheckpointTest {
  private static final int EPOCHS = 4;

  @TempDir Path folder;

  /** Ends the program after so many training batches, as far as the learner can see. */
  private static final class Kill extends Callback {
    private int left;

    Kill(int batches) {
      left = batches;
    }

    @Override
    public void afterStep() {
      if (left-- == 0) {
        throw new IllegalStateException("killed");
      }
    }
  }

  /** Layers that are recorded in all batches, in so few columns that they are merged. */
  private static ActivationStats stats() {
    return new ActivationStats(Conv2d.class::isInstance, new Bins(5, 0, 1), During.BOTH).atMost(6);
  }

  private CheckpointCB saver() {
    return new CheckpointCB(folder).every(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 7, 11})
  void goesOnRecording(int batches) {
    // GIVEN
    ActivationStats whole = stats();
    Pictures.learner(Pictures.small(), whole).fit(EPOCHS);
    assertThatThrownBy(
            () ->
                Pictures.learner(Pictures.small(), saver(), stats(), new Kill(batches)).fit(EPOCHS))
        .hasMessageContaining("killed");
    // WHEN
    ActivationStats resumed = stats();
    Pictures.learner(Pictures.small(), saver().resume(), resumed).fit(EPOCHS);
    // THEN
    assertThat(resumed.recording().columns()).isEqualTo(whole.recording().columns());
    for (int i = 0; i < whole.layers().size(); i++) {
      assertThat(resumed.layers().get(i).columns()).isEqualTo(whole.layers().get(i).columns());
    }
  }

  @Test
  void theTimeBeforeTheCheckpointCounts() {
    // GIVEN a fit that is taken up after an hour
    RunRecorderCB recorder = new RunRecorderCB();
    Map<String, Tensor> state = new HashMap<>(recorder.stateDict());
    double hour = 3.6e12;
    state.put("nanos", StateDicts.tensor(hour));
    Callback takingUp =
        new Callback() {
          @Override
          public void beforeEpoch() {
            recorder.loadStateDict(state);
          }
        };
    // WHEN
    Pictures.learner(Pictures.small(), recorder, takingUp).fit(1);
    // THEN
    assertThat(recorder.record().nanos()).isBetween((long) hour, (long) (2 * hour));
  }

  @Test
  void refusesAnotherHistogram() {
    // GIVEN
    Pictures.learner(Pictures.small(), saver(), new ActivationStats(Conv2d.class)).fit(1);
    // WHEN, THEN
    assertThatThrownBy(() -> Pictures.learner(Pictures.small(), saver().resume(), stats()).fit(2))
        .hasMessageContaining(
            "expected 3 columns of Bins[count=5, min=0.0, max=1.0, scale=LINEAR] for layer 0.0, got"
                + " 3 of 50 bins: were its bins others?");
  }
}
