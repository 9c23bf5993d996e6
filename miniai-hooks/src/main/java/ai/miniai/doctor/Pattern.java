package ai.miniai.doctor;

import java.util.Optional;

/** A way in which training can fail, and which shows in recorded statistics. */
@FunctionalInterface
interface Pattern {
  /** The worst occurrence of this pattern in {@code run} so far; empty if there is none. */
  Optional<Finding> find(Vitals run);
}
