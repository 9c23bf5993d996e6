package ai.miniai.examples.battery.tasks;

import ai.miniai.examples.battery.record.BatteryStore;
import ai.miniai.examples.battery.record.Watched;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads recorded runs, and compares each with those of its task that have no fault. */
final class TaskJudging {
  private final BatteryStore store;
  private final Map<String, Double> qualities;
  private final Map<TaskRun, LossCourse> courses = new HashMap<>();

  TaskJudging(BatteryStore store) throws IOException {
    this.store = store;
    this.qualities = store.results();
  }

  /** The recorded runs. */
  ImmutableList<TaskRun> runs() {
    return TaskRun.all().stream()
        .filter(run -> qualities.containsKey(run.id()))
        .collect(ImmutableList.toImmutableList());
  }

  TaskJudged judge(TaskRun run) throws IOException {
    RunRecord record = store.record(run.id());
    return new TaskJudged(
        run,
        quality(run),
        reference(run),
        Watched.of(record),
        LossCourse.of(record).troubleAt(course(run.reference())));
  }

  private LossCourse course(TaskRun run) throws IOException {
    LossCourse course = courses.get(run);
    if (course == null) {
      course = LossCourse.of(store.record(run.id()));
      courses.put(run, course);
    }
    return course;
  }

  /** The mean quality of the runs of a task without a fault. */
  private double reference(TaskRun run) throws IOException {
    List<TaskRun> healthy = run.references();
    double sum = 0;
    for (TaskRun one : healthy) {
      sum += quality(one);
    }
    return sum / healthy.size();
  }

  private double quality(TaskRun run) throws IOException {
    Double quality = qualities.get(run.id());
    if (quality == null) {
      throw new IOException(
          "the run %s is missing, with which others are compared: train it first"
              .formatted(run.id()));
    }
    return quality;
  }
}
