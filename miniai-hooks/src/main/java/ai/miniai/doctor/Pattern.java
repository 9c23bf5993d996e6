package ai.miniai.doctor;

import java.util.Optional;

/** A way in which trainings fail, which shows in what was recorded. */
@FunctionalInterface
interface Pattern {
  /** What {@code run} shows of this pattern so far: the worst of it; empty if nothing. */
  Optional<Finding> find(Vitals run);
}
