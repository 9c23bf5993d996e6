package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.progress.LossHistory;
import java.util.List;
import java.util.stream.Stream;

/**
 * The clock of a fit: the number of training batches so far. All pictures and findings count time
 * by it. A validation pass happens between two training batches, so it stands at the end of its
 * epoch and takes no time.
 *
 * @param batchesPerPass the number of training batches of an epoch, at least 1
 */
public record StepClock(int batchesPerPass) {
  public StepClock {
    checkArgument(batchesPerPass > 0, "a pass has 1 batch or more, not %s", batchesPerPass);
  }

  /**
   * The clock of a run. If the record does not say how many batches a pass has, this is concluded
   * from the first validation pass, or from the last column of any epoch.
   */
  public static StepClock of(RunRecord run) {
    int said =
        Stream.concat(
                Stream.of(run.setup().batchesPerPass()),
                run.recordings().stream().map(Recording::batchesPerPass))
            .filter(batches -> batches > 0)
            .findFirst()
            .orElse(0);
    return said > 0
        ? new StepClock(said)
        : run.losses().validation().stream()
            .map(LossHistory.Validation::batches)
            .filter(batches -> batches > 0)
            .findFirst()
            .map(StepClock::new)
            .orElseGet(() -> fitting(run.recordings()));
  }

  /** The clock of a recording; if it does not say it, from the last column of any epoch. */
  public static StepClock of(Recording recording) {
    return recording.batchesPerPass() > 0
        ? new StepClock(recording.batchesPerPass())
        : fitting(List.of(recording));
  }

  private static StepClock fitting(List<Recording> recordings) {
    return new StepClock(
        (int)
            recordings.stream()
                .flatMap(recording -> recording.columns().stream())
                .filter(Recording.Column::training)
                .mapToLong(column -> (long) column.iteration() + column.batches())
                .map(batches -> Math.min(batches, Integer.MAX_VALUE))
                .max()
                .orElse(1));
  }

  /** The number of training batches before a batch: from 0 for the first one. */
  public long step(Place batch) {
    return batch.training()
        ? (long) batch.epoch() * batchesPerPass + batch.iteration()
        : (batch.epoch() + 1L) * batchesPerPass;
  }
}
