package ai.miniai.metric;

/**
 * The harmonic mean of precision and recall of class 1: 2 · hits / (predicted + labelled)
 * (torchmetrics' class of this name). See {@link ScoreKind} for what predictions may be; targets
 * are 0 or 1, of the same shape. 0 if no item belongs to class 1 or was predicted as it.
 */
public final class BinaryF1Score extends BinaryScore {
  /** With a threshold of 0.5 and {@link ScoreKind#AUTO}. */
  public BinaryF1Score() {
    this(0.5, ScoreKind.AUTO);
  }

  /**
   * With another threshold, or predictions that are known to be logits or probabilities.
   *
   * @param threshold a probability, even if the predictions are logits; above it, an item is
   *     predicted as class 1
   */
  public BinaryF1Score(double threshold, ScoreKind kind) {
    super(threshold, kind);
  }

  @Override
  double score(double hits, double predicted, double labelled, double rejected, double items) {
    return ratio(2 * hits, predicted + labelled);
  }
}
