package ai.miniai.examples.battery.record;

import java.util.Locale;

/** How well a run has ended, compared with a good one of the same task. */
public enum Outcome {
  HEALTHY,
  MIDDLING,
  SICK;

  /** In lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
