package ai.miniai.metric;

/**
 * Of the items predicted as class 1, the fraction that belongs to it (torchmetrics' class of this
 * name). See {@link ScoreKind} for what predictions may be; targets are 0 or 1, of the same shape.
 * 0 if no item was predicted as class 1.
 */
public final class BinaryPrecision extends BinaryScore {
  /** With a threshold of 0.5 and {@link ScoreKind#AUTO}. */
  public BinaryPrecision() {
    this(0.5, ScoreKind.AUTO);
  }

  /**
   * With another threshold, or predictions that are known to be logits or probabilities.
   *
   * @param threshold a probability, even if the predictions are logits; above it, an item is
   *     predicted as class 1
   */
  public BinaryPrecision(double threshold, ScoreKind kind) {
    super(threshold, kind);
  }

  @Override
  double score(double hits, double predicted, double labelled, double rejected, double items) {
    return ratio(hits, predicted);
  }
}
