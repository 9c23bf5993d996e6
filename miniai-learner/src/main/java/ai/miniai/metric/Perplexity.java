package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.ClassIndices;
import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * exp of the mean of −log softmax(logits)[label] over all labels: the number of equally likely
 * classes that would be as hard to predict (torchmetrics' class of this name). Predictions are
 * logits [batch, ...places, classes], with the classes last as in torchmetrics; targets are
 * integers [batch, ...places].
 */
public final class Perplexity implements Metric, Stateful {
  private int classDim = -1;
  private boolean ignores;
  private long ignoreIndex;
  private double sum;
  private double count;
  private final Inbox inbox = new Inbox(this::add);

  /**
   * Does not count labels of this value.
   *
   * @return this
   */
  public Perplexity ignoreIndex(long label) {
    ignores = true;
    ignoreIndex = label;
    return this;
  }

  /**
   * Sets the dimension of the classes: 1 for predictions [batch, classes, ...places], as
   * cross-entropy takes them. The default is −1, the last one.
   *
   * @return this
   */
  public Perplexity classDim(int dim) {
    classDim = dim;
    return this;
  }

  @Override
  public void reset() {
    inbox.clear();
    restore(0, 0);
  }

  @Override
  public void update(Tensor predictions, Tensor target) {
    int dim = check(predictions, target);
    if (target.length() == 0) {
      return;
    }
    Tensor logits = Tensor.wrap(predictions.array());
    int[] order =
        IntStream.concat(IntStream.range(0, logits.rank()).filter(d -> d != dim), IntStream.of(dim))
            .toArray();
    Tensor rows = logits.permute(order).reshape(target.length(), logits.size(dim));
    Tensor labels = LossOps.flatLabels(target);
    Tensor ignored =
        ignores ? LossOps.equal(labels, ignoreIndex, DataType.INT64) : labels.times(0L);
    Tensor kept = ignored.neg().plus(1L);
    Tensor classes = labels.times(kept);
    ClassIndices.check(classes, rows.size(1));
    Tensor wide = rows.dataType() == DataType.DOUBLE ? rows : rows.to(DataType.FLOAT);
    Tensor picked = LossOps.pick(wide.logSoftmax(-1), classes).to(DataType.DOUBLE);
    Tensor mask = kept.to(DataType.DOUBLE);
    inbox.put(
        Tensor.concat(0, LossOps.keep(mask, picked).sum().neg().reshape(1), mask.sum().reshape(1)));
  }

  /** The dimension of the classes, from 0. */
  private int check(Tensor predictions, Tensor target) {
    int rank = predictions.rank();
    int dim = classDim < 0 ? classDim + rank : classDim;
    long[] places =
        IntStream.range(0, rank).filter(d -> d != dim).mapToLong(predictions::size).toArray();
    checkArgument(
        rank >= 2 && dim >= 0 && dim < rank && Arrays.equals(places, target.shape()),
        "expected logits with the classes in dimension %s, and labels of their shape without it,"
            + " not %s and %s: classDim(1) is for logits [batch, classes, ...places]",
        classDim,
        Arrays.toString(predictions.shape()),
        Arrays.toString(target.shape()));
    checkArgument(
        predictions.dataType().isFPType() && target.dataType().isIntType(),
        "expected logits in floating point and labels in whole numbers, not %s and %s",
        predictions.dataType(),
        target.dataType());
    return dim;
  }

  private void add(double... batch) {
    restore(sum + batch[0], count + batch[1]);
  }

  private void restore(double... values) {
    sum = values[0];
    count = values[1];
  }

  @Override
  public double compute() {
    inbox.settle();
    return Math.exp(sum / count);
  }

  @Override
  public Map<String, Tensor> stateDict() {
    inbox.settle();
    return Map.of("sum", StateDicts.tensor(sum, count));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    inbox.clear();
    restore(StateDicts.values(state, "sum", 2));
  }

  @Override
  public void combine(Map<String, Tensor> other) {
    loadStateDict(StateDicts.sum(stateDict(), other));
  }
}
