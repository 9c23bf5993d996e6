package ai.miniai.live;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.StepClock;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of a run at one moment. Nothing in it changes, so any thread may read it.
 *
 * @param name what the reader calls the run
 * @param progress how far it is
 * @param record its recordings and losses
 * @param rows its metrics, as far as they are known
 * @param rates by name, such as "lr", one number for each of the last training batches
 * @param diagnosis what the doctor has said; empty if nobody asked it yet
 * @param news what the doctor said before
 * @param samples pictures of its data
 * @param usage its memory and speed, as far as a page has seen it run
 */
record Moment(
    String name,
    Progress progress,
    RunRecord record,
    List<MetricsCB.Row> rows,
    Map<String, double[]> rates,
    Optional<Diagnosis> diagnosis,
    List<News> news,
    List<Sample> samples,
    List<Usage> usage) {
  Moment {
    rows = ImmutableList.copyOf(rows);
    rates = ImmutableMap.copyOf(rates);
    news = ImmutableList.copyOf(news);
    samples = ImmutableList.copyOf(samples);
    usage = ImmutableList.copyOf(usage);
  }

  /** Of a run that is over, of which only the record is left. */
  static Moment of(String name, RunRecord record) {
    long steps = steps(record);
    int perPass = StepClock.of(record).batchesPerPass();
    int epochs = (int) ((steps + perPass - 1) / perPass);
    long planned = Math.max(steps, record.setup().plannedBatches());
    return new Moment(
        name,
        new Progress(
            RunState.FINISHED, "", 0, steps, planned, Math.max(0, epochs - 1), Math.max(1, epochs)),
        record,
        ImmutableList.of(),
        ImmutableMap.of(),
        Optional.empty(),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of());
  }

  /** The number of training batches of which a record has losses, or anything else. */
  static long steps(RunRecord record) {
    StepClock clock = StepClock.of(record);
    long recorded =
        record.recordings().stream()
            .flatMap(recording -> recording.columns().stream())
            .filter(Recording.Column::training)
            .mapToLong(column -> clock.step(column.place()) + column.batches())
            .max()
            .orElse(0);
    return Math.max(recorded, record.losses().training().size());
  }

  /** The same with these metrics. */
  Moment with(List<MetricsCB.Row> metrics) {
    return new Moment(name, progress, record, metrics, rates, diagnosis, news, samples, usage);
  }

  /** The same with what the doctor says, so that it is asked only once. */
  Moment examined() {
    if (!Doctor.canJudge(record)) {
      return this;
    }
    Diagnosis found = new Doctor().examine(record);
    Headlines headlines = new Headlines();
    headlines.note(progress.step(), found);
    return new Moment(
        name, progress, record, rows, rates, Optional.of(found), headlines.list(), samples, usage);
  }

  /**
   * The same in this state.
   *
   * @param reason why it ended early; empty if it did not
   * @param startedMillis when it began, in milliseconds since 1970
   */
  Moment in(RunState state, String reason, long startedMillis) {
    Progress other =
        new Progress(
            state,
            reason,
            startedMillis,
            progress.step(),
            progress.planned(),
            progress.epoch(),
            progress.epochs());
    return new Moment(name, other, record, rows, rates, diagnosis, news, samples, usage);
  }

  /** The same with this memory and speed. */
  Moment used(List<Usage> usage) {
    return new Moment(name, progress, record, rows, rates, diagnosis, news, samples, usage);
  }
}
