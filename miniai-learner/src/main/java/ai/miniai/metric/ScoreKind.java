package ai.miniai.metric;

/** What the predictions of two classes are: one number for each item, larger for class 1. */
public enum ScoreKind {
  /**
   * As in torchmetrics, logits if a value of the batch is outside [0, 1], else probabilities. A
   * batch of logits that all happen to be in [0, 1] is taken for probabilities: if a model returns
   * logits, say LOGITS.
   */
  AUTO,
  /** Probabilities of class 1. Values outside [0, 1] are an error. */
  PROBABILITIES,
  /** Numbers whose sigmoid is the probability of class 1. */
  LOGITS
}
