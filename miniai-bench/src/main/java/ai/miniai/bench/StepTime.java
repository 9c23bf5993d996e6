package ai.miniai.bench;

import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.List;

/**
 * Where the time of a training step goes.
 *
 * @param millis the milliseconds of each part
 */
record StepTime(ImmutableMap<Part, Double> millis) {
  /** The median by total time. Its parts come from the same measurement, so they are consistent. */
  static StepTime median(List<StepTime> times) {
    List<StepTime> sorted = times.stream().sorted(Comparator.comparing(StepTime::total)).toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Milliseconds of the whole step. */
  double total() {
    return millis.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The share of this part in the step, in [0, 1]. */
  double share(Part part) {
    return millis.getOrDefault(part, 0.0) / total();
  }
}
