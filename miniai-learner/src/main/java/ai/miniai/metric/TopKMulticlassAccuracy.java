package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The fraction of items whose class is among the k largest scores: fewer than k scores are above
 * its own. Predictions, targets and errors are as in {@link MulticlassAccuracy}; fewer than k
 * classes are an error too.
 */
public final class TopKMulticlassAccuracy implements Metric, Stateful {
  private final int k;
  private final RunningSum hits = new RunningSum();

  /** {@code k}: the number of largest scores, 1 or more. */
  public TopKMulticlassAccuracy(int k) {
    checkArgument(k > 0, "k must be 1 or more, not %s", k);
    this.k = k;
  }

  @Override
  public void reset() {
    hits.reset();
  }

  @Override
  public void update(Tensor predictions, Tensor target) {
    INDArray labels = ClassLabels.of(predictions, target);
    checkArgument(
        k <= predictions.size(1),
        "the %s best of %s classes would always be right: k is too large",
        k,
        predictions.size(1));
    if (predictions.size(0) == 0) {
      return;
    }
    INDArray scores = predictions.array();
    long classes = scores.size(1);
    long items = scores.size(0);
    INDArray rows = Nd4j.arange((double) items).castTo(DataType.INT64).muli(classes);
    INDArray flat = scores.dup('c').reshape(items * classes);
    INDArray own =
        Nd4j.exec(
            DynamicCustomOp.builder("gather")
                .addInputs(flat, rows.addi(labels))
                .addIntegerArguments(0)
                .build())[0]
            .reshape(items, 1);
    INDArray above = scores.gt(own).castTo(DataType.DOUBLE).sum(true, 1);
    INDArray isNumber = own.eq(own).castTo(DataType.DOUBLE); // a NaN has none above it
    INDArray share = above.lt(k).castTo(DataType.DOUBLE).muli(isNumber).mean();
    hits.add(Tensor.wrap(share), (double) items);
  }

  @Override
  public double compute() {
    return hits.mean();
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return hits.stateDict();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    hits.loadStateDict(state);
  }

  @Override
  public void combine(Map<String, Tensor> other) {
    loadStateDict(StateDicts.sum(stateDict(), other));
  }
}
