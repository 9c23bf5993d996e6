package ai.miniai.examples.battery;

import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A run of the battery, its final accuracy, and the doctor's findings during the run.
 *
 * @param run the run
 * @param accuracy the final accuracy on the validation images
 * @param batches the number of training batches
 * @param told the worst finding of each pattern
 * @param sickAt the batch at which a sick finding was first reported
 */
record Judged(
    BatteryRun run,
    double accuracy,
    int batches,
    ImmutableMap<Pattern, Finding> told,
    OptionalInt sickAt) {
  /** The number of batches between two examinations, as in {@code DoctorCB}. */
  private static final int BETWEEN = 10;

  /** The result of a run compared with the best run of its network. */
  enum Outcome {
    /** Within 3 points of the best. */
    HEALTHY,
    MIDDLING,
    /** More than 20 points below the best. */
    SICK
  }

  /** Lets the doctor watch a recorded run as if it were running now. */
  static Judged of(BatteryRun run, double accuracy, RunRecord record) {
    int batches = record.losses().training().size();
    Map<Pattern, Finding> told = new LinkedHashMap<>();
    OptionalInt sickAt = OptionalInt.empty();
    for (int now = BETWEEN; now <= batches; now += BETWEEN) {
      for (Finding finding : new Doctor().examine(record, now, batches).findings()) {
        told.merge(finding.pattern(), finding, Judged::worse);
        if (finding.severity() == Severity.SICK && sickAt.isEmpty()) {
          sickAt = OptionalInt.of(now);
        }
      }
    }
    return new Judged(run, accuracy, batches, ImmutableMap.copyOf(told), sickAt);
  }

  private static Finding worse(Finding before, Finding now) {
    return now.severity().compareTo(before.severity()) > 0 ? now : before;
  }

  Outcome outcome(double best) {
    double below = best - accuracy;
    return below <= 0.03 ? Outcome.HEALTHY : below > 0.2 ? Outcome.SICK : Outcome.MIDDLING;
  }

  /** Whether the doctor called the run sick before this fraction of it was over. */
  boolean foundBefore(double share) {
    return sickAt.isPresent() && sickAt.getAsInt() < share * batches;
  }
}
