package ai.miniai.examples.battery.record;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the doctor says of a run.
 *
 * @param batches the number of training batches
 * @param diagnosis at the end of the run, of all that was found in its course
 * @param toldAt the batch at which each pattern was first reported
 * @param sickAt the batch at which a sick finding was first reported
 */
public record Watched(
    int batches, Diagnosis diagnosis, Map<Pattern, Integer> toldAt, OptionalInt sickAt) {
  /** The number of batches between two examinations, as in {@code DoctorCB}. */
  private static final int BETWEEN = 10;

  /** Copies the map. */
  public Watched {
    toldAt = ImmutableMap.copyOf(toldAt);
  }

  /** Lets the doctor watch a recorded run as if it were running now. */
  public static Watched of(RunRecord record) {
    int batches = record.losses().training().size();
    Map<Pattern, Integer> toldAt = new EnumMap<>(Pattern.class);
    OptionalInt sickAt = OptionalInt.empty();
    for (int now = BETWEEN; now <= batches; now += BETWEEN) {
      for (Finding finding : new Doctor().examine(record, now, batches).findings()) {
        toldAt.putIfAbsent(finding.pattern(), now);
        if (finding.severity() == Severity.SICK && sickAt.isEmpty()) {
          sickAt = OptionalInt.of(now);
        }
      }
    }
    return new Watched(batches, new Doctor().examine(record), toldAt, sickAt);
  }

  /** The most important cause. */
  public Optional<Finding> headline() {
    return diagnosis.headline();
  }

  /** Whether the doctor called the run sick before this fraction of it was over. */
  public boolean foundBefore(double share) {
    return sickAt.isPresent() && sickAt.getAsInt() < share * batches;
  }
}
