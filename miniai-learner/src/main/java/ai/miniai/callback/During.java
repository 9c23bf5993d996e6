package ai.miniai.callback;

/** Which batches of a fit a callback acts on. */
public enum During {
  /** Training batches. */
  TRAINING,

  /** Validation batches. */
  VALIDATION,

  /** All batches. */
  BOTH;

  /** Whether batches are acted on while the model is in training mode, or in evaluation mode. */
  public boolean includes(boolean training) {
    return this == BOTH || training == (this == TRAINING);
  }
}
