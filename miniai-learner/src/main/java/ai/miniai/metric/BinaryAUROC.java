package ai.miniai.metric;

/**
 * The area under the receiver operating characteristic curve of two classes: the probability that
 * an item of class 1 has a larger score than one of class 0, where equal scores count half
 * (torchmetrics' class of this name, with {@code thresholds=None}). Scores are logits or
 * probabilities, targets 0 or 1 of the same shape. As in torchmetrics it is 0 if all items are of
 * one class. It keeps 8 bytes for each item.
 */
public final class BinaryAUROC extends BinaryRanking {
  @Override
  Sweep sweep(int ofPositives, int ofNegatives) {
    return new Sweep(ofPositives, ofNegatives) {
      private double area;

      @Override
      void group(int p, int n) {
        area += n * (truePositives + p / 2.0);
      }

      @Override
      double result() {
        return BinaryScore.ratio(area, positives * negatives);
      }
    };
  }
}
