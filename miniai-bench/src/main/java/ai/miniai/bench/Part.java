package ai.miniai.bench;

import java.util.Locale;

/** What the time of a training step goes into. */
enum Part {
  /** Waiting for the loader's next batch, and taking it to the device. */
  DATA,
  /** Predictions and loss, without the statistics. */
  FORWARD,
  BACKWARD,
  /** The optimizer, and clearing the gradients. */
  STEP,
  /** Mean, deviation and histogram of activations. */
  STATISTICS,
  /** The loop itself, callbacks, and reading what they asked for. */
  OTHER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
