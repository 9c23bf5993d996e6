package ai.miniai.bench;

import java.util.Locale;

/** The parts of the time of a training step. */
enum Part {
  /** Waiting for the loader's next batch, and copying it to the device. */
  DATA,
  /** Predictions and loss, without statistics. */
  FORWARD,
  BACKWARD,
  /** The optimizer step, and zeroing the gradients. */
  STEP,
  /** Mean, standard deviation and histogram of activations. */
  STATISTICS,
  /** The loop itself, callbacks, and reading the values they need. */
  OTHER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
