package ai.miniai.examples.battery;

import ai.miniai.examples.battery.record.Outcome;
import ai.miniai.examples.battery.record.Watched;

/** A run of the battery, its final accuracy on the validation images, and what the doctor said. */
record Judged(BatteryRun run, double accuracy, Watched watched) {
  /**
   * Healthy within 3 points of the {@code best} accuracy of the network, sick more than 20 points
   * below it.
   */
  Outcome outcome(double best) {
    double below = best - accuracy;
    return below <= 0.03 ? Outcome.HEALTHY : below > 0.2 ? Outcome.SICK : Outcome.MIDDLING;
  }
}
