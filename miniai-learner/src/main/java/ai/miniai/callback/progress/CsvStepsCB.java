package ai.miniai.callback.progress;

import ai.miniai.callback.Training;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Writes a row to a CSV file (RFC 4180) after each training batch: the epoch, the batch in its
 * epoch and the step in the fit (all from 0), the loss, and learning rate and momentum of the first
 * parameter group.
 *
 * <pre>{@code
 * learn.fit(3, new CsvStepsCB(Path.of("run/steps.csv"))
 *     .number("decay", learn -> learn.opt().groups().get(0).weightDecay()));
 * }</pre>
 *
 * <p>A fit starts a new file. Rows are written as they come, so memory does not grow with the fit,
 * and other programs can read along; they see a batch when the next one has ended. A fit that
 * {@code CheckpointCB} resumes goes on behind the rows of its checkpoint, as if it had never
 * stopped. The results of each pass are {@link CsvLoggerCB}'s.
 */
public final class CsvStepsCB extends StepFileCB {
  /** Overwrites {@code file}; its folder is created if necessary. */
  public CsvStepsCB(Path file) {
    super(file);
  }

  /**
   * Adds a column with a number that is computed after each training batch.
   *
   * @throws IllegalArgumentException if there is a column of this name
   */
  @Override
  public CsvStepsCB number(String name, ToDoubleFunction<Training> quantity) {
    super.number(name, quantity);
    return this;
  }

  @Override
  String head() {
    return CsvLine.of(Stream.concat(Stream.of("epoch", "batch", "step"), names().stream()));
  }

  @Override
  String line(StepLog.Step step) {
    return CsvLine.of(
        Stream.concat(
            Stream.of(step.epoch(), step.iteration(), step.number()).map(String::valueOf),
            step.values().values().stream().map(String::valueOf)));
  }
}
