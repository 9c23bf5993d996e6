package ai.miniai.doctor;

import java.util.Optional;

/** Looks for a {@link Pattern} in recorded statistics. */
@FunctionalInterface
interface Detector {
  /** The worst occurrence in {@code run} so far; empty if there is none. */
  Optional<Finding> find(Vitals run);
}
