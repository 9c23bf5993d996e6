package ai.miniai.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.histogram.Bins;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How much is sent of 200 layers and 100,000 steps. */
class LargeRunTest {
  private static final int LAYERS = 200;
  private static final int STEPS = 100_000;
  private static final int PASS = 10_000;

  /** Each so many batches are recorded. */
  private static final int EVERY = 100;

  private static final int KILO = 1000;

  private final DistributionRecorder outputs =
      new DistributionRecorder(Quantity.ACTIVATIONS, new Bins(50, 0, 10))
          .atMost(2048)
          .batchesPerPass(PASS);
  private int steps;

  private void recordUntil(int last) {
    for (; steps < last; steps += EVERY) {
      outputs.beginColumn(new Place(steps / PASS, steps % PASS, true));
      for (int layer = 0; layer < LAYERS; layer++) {
        double scale = 1 + Math.sin(layer + 0.001 * steps);
        outputs.add("layer" + layer, Tensor.of(new double[] {scale, 0.3 * scale, -0.1, 0}, 2, 2));
      }
    }
  }

  private Moment moment() {
    LossHistory losses = new LossHistory(Collections.nCopies(steps, 0.123456), List.of());
    RunRecord record =
        new RunRecord(List.of(outputs.recording()), losses, OptionalInt.empty(), steps);
    return Moment.of("large", record.copy()).in(RunState.RUNNING, "", 0);
  }

  @Test
  void aPageGetsMegabytesOnceAndThenWhatIsNew() throws IOException {
    recordUntil(STEPS);
    RunView view = new RunView("1", moment(), RunView.MOST_COLUMNS, false);
    byte[] whole = RunFeed.json(json -> view.write(json, false));
    assertThat(whole).hasSizeBetween(1000 * KILO, 8000 * KILO);
    long seen = view.version();
    // WHEN a column is added
    recordUntil(STEPS + EVERY);
    view.update(moment());
    // THEN
    assertThat(view.knows(seen)).isTrue();
    byte[] update = RunFeed.json(json -> view.writeSince(seen, json));
    assertThat(update).hasSizeLessThan(100 * KILO);
  }
}
