package ai.miniai.metric;

/**
 * The average precision of two classes, Σ (Rₙ − Rₙ₋₁) · Pₙ over the thresholds from high to low,
 * with recall R and precision P of class 1 (torchmetrics' class of this name, with {@code
 * thresholds=None}). Scores are logits or probabilities, targets 0 or 1 of the same shape. As in
 * torchmetrics it is 0 without items of class 1. It keeps 8 bytes for each item.
 */
public final class BinaryAveragePrecision extends BinaryRanking {
  @Override
  Sweep sweep(int ofPositives, int ofNegatives) {
    return new Sweep(ofPositives, ofNegatives) {
      private double sum;

      @Override
      void group(int p, int n) {
        double hits = truePositives + p;
        sum += p * hits / (hits + falsePositives + n);
      }

      @Override
      double result() {
        return BinaryScore.ratio(sum, positives);
      }
    };
  }
}
