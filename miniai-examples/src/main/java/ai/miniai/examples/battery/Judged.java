package ai.miniai.examples.battery;

import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A run of the battery, how it ended, and what the doctor said on the way.
 *
 * @param run what was trained
 * @param accuracy on the validation images in the end
 * @param batches the number of training batches
 * @param told of each pattern the worst finding
 * @param sickAt the batch at which something sick was found first
 */
record Judged(
    BatteryRun run,
    double accuracy,
    int batches,
    ImmutableMap<String, Finding> told,
    OptionalInt sickAt) {
  /** Batches between two examinations, as in {@code DoctorCB}. */
  private static final int BETWEEN = 10;

  /** How a run ended, beside the best run of its network. */
  enum Outcome {
    /** Within 3 points of the best. */
    HEALTHY,
    MIDDLING,
    /** More than 20 points below the best. */
    SICK
  }

  /** Has the doctor watch a recorded run as if it went on now. */
  static Judged of(BatteryRun run, double accuracy, RunRecord record) {
    int batches = record.losses().training().size();
    Map<String, Finding> told = new LinkedHashMap<>();
    OptionalInt sickAt = OptionalInt.empty();
    for (int now = BETWEEN; now <= batches; now += BETWEEN) {
      for (Finding finding : new Doctor().examine(record, now, batches)) {
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

  /** Whether the doctor gave the run up before so large a share of it was over. */
  boolean foundBefore(double share) {
    return sickAt.isPresent() && sickAt.getAsInt() < share * batches;
  }
}
