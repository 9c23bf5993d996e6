package ai.miniai.setup;

/** What a loss function computes, up to a constant factor. */
public enum LossForm {
  /** Cross-entropy of logits: applies a softmax itself. */
  SOFTMAX_CROSS_ENTROPY("cross-entropy of logits"),

  /** Cross-entropy of log-probabilities of classes, or how far these diverge from the targets. */
  NEGATIVE_LOG_LIKELIHOOD("negative log-likelihood of log-probabilities"),

  /** Cross-entropy of the probabilities of classes, which sum to 1. */
  CATEGORICAL_CROSS_ENTROPY("categorical cross-entropy of probabilities"),

  /** Binary cross-entropy of logits: applies a sigmoid itself. */
  SIGMOID_CROSS_ENTROPY("binary cross-entropy of logits"),

  /** Binary cross-entropy of probabilities. */
  BINARY_CROSS_ENTROPY("binary cross-entropy of probabilities"),

  SQUARED_ERROR("squared error"),

  ABSOLUTE_ERROR("absolute error"),

  /** Squared error near 0, absolute error beyond 1. */
  HUBER("Huber loss"),

  UNKNOWN("loss");

  private final String label;

  LossForm(String label) {
    this.label = label;
  }

  /** The name in texts and files. */
  public String label() {
    return label;
  }

  /** Whether it takes logits, any real numbers, and makes probabilities of them. */
  public boolean takesLogits() {
    return this == SOFTMAX_CROSS_ENTROPY || this == SIGMOID_CROSS_ENTROPY;
  }

  /** Whether it takes probabilities, numbers from 0 to 1. */
  public boolean takesProbabilities() {
    return this == CATEGORICAL_CROSS_ENTROPY || this == BINARY_CROSS_ENTROPY;
  }

  /** Whether it measures a distance between predictions and targets. */
  public boolean isDistance() {
    return this == SQUARED_ERROR || this == ABSOLUTE_ERROR || this == HUBER;
  }
}
