package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A score of two classes, computed from the number of items on each side of a threshold. An item is
 * predicted as class 1 if its probability is above the threshold. Scores and targets have the same
 * shape, such as [batch] or [batch, 1], and are counted element by element; targets are 0 or 1 of
 * any type. Where a score would be 0 / 0 it is 0. An item whose score is NaN was predicted as
 * neither class, so it is never right.
 */
abstract sealed class BinaryScore implements Metric, Stateful
    permits BinaryAccuracy, BinaryPrecision, BinaryRecall, BinaryF1Score {
  private final double threshold;
  private final ScoreKind kind;
  private final Inbox inbox = new Inbox(this::add);
  private double items;
  private double labelled;
  private double hits;
  private double predicted;
  private double rejected;

  BinaryScore(double threshold, ScoreKind kind) {
    checkArgument(
        threshold >= 0 && threshold <= 1,
        "the threshold is a probability in [0, 1], not %s",
        threshold);
    this.threshold = threshold;
    this.kind = kind;
  }

  /**
   * The score.
   *
   * @param hits the number of items of class 1 that were predicted as it
   * @param predicted the number of items predicted as class 1
   * @param labelled the number of items of class 1
   * @param rejected the number of items of class 0 that were predicted as it
   * @param items the number of items
   */
  abstract double score(
      double hits, double predicted, double labelled, double rejected, double items);

  static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  @Override
  public final void reset() {
    inbox.clear();
    restore(0, 0, 0, 0, 0);
  }

  @Override
  public final void update(Tensor predictions, Tensor target) {
    BinaryTargets given = BinaryTargets.of(predictions, target);
    if (given.items() == 0) {
      return;
    }
    if (kind == ScoreKind.PROBABILITIES) {
      double outside = LossOps.outsideUnitInterval(predictions);
      checkArgument(
          outside == 0, "expected probabilities in [0, 1], not %s: are these logits?", outside);
    }
    INDArray x = given.scores();
    INDArray y = given.targets();
    // As in torchmetrics the threshold is rounded to the type of the scores.
    boolean exact = predictions.dataType() == DataType.DOUBLE;
    double probability = exact ? threshold : (float) threshold;
    double logit = Math.log(probability / (1 - probability));
    inbox.put(
        Tensor.concat(
            0,
            StateDicts.tensor((double) given.items()),
            sum(y),
            sum(number(x.lt(0)).addi(number(x.gt(1)))),
            counts(x, y, probability),
            counts(x, y, logit)));
  }

  /** Hits, predictions and rejections of scores above {@code cut}. */
  private static Tensor counts(INDArray x, INDArray y, double cut) {
    INDArray above = number(x.gt(cut));
    return Tensor.concat(0, sum(above.mul(y)), sum(above), sum(number(x.lte(cut)).muli(y.rsub(1))));
  }

  private static INDArray number(INDArray mask) {
    return mask.castTo(DataType.DOUBLE);
  }

  private static Tensor sum(INDArray x) {
    return Tensor.wrap(x.sum()).reshape(1);
  }

  private void add(double... batch) {
    boolean logits = kind == ScoreKind.LOGITS || (kind == ScoreKind.AUTO && batch[2] > 0);
    int from = logits ? 6 : 3;
    restore(
        items + batch[0],
        labelled + batch[1],
        hits + batch[from],
        predicted + batch[from + 1],
        rejected + batch[from + 2]);
  }

  private void restore(double... values) {
    items = values[0];
    labelled = values[1];
    hits = values[2];
    predicted = values[3];
    rejected = values[4];
  }

  @Override
  public final double compute() {
    inbox.settle();
    return items == 0 ? Double.NaN : score(hits, predicted, labelled, rejected, items);
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    inbox.settle();
    return Map.of("counts", StateDicts.tensor(items, labelled, hits, predicted, rejected));
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    inbox.clear();
    restore(StateDicts.values(state, "counts", 5));
  }

  @Override
  public final void combine(Map<String, Tensor> other) {
    loadStateDict(StateDicts.sum(stateDict(), other));
  }
}
