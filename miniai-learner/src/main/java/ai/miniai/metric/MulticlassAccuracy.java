package ai.miniai.metric;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.ClassIndices;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The fraction of items whose largest score is that of their class, over all items (torcheval's
 * {@code MulticlassAccuracy}, "micro"). Predictions are scores [batch, classes] of two classes or
 * more; targets are integer labels [batch] or one-hot [batch, classes]. Anything else is an {@link
 * IllegalArgumentException}, as in cross-entropy. An item with a NaN score counts as wrong.
 */
public final class MulticlassAccuracy implements Metric, Stateful {
  private final RunningSum correct = new RunningSum();
  private long items;

  @Override
  public void reset() {
    correct.reset();
    items = 0;
  }

  @Override
  public void update(Tensor predictions, Tensor target) {
    INDArray labels = ClassLabels.of(predictions, target);
    if (predictions.size(0) == 0) {
      return;
    }
    correct.add(ClassIndices.hits(predictions, Tensor.wrap(labels)), 1);
    items += predictions.size(0);
  }

  @Override
  public double compute() {
    return items == 0 ? Double.NaN : correct.sum() / items;
  }

  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.<String, Tensor>builder()
        .put("items", StateDicts.tensor((double) items))
        .putAll(StateDicts.prefixed("correct", correct.stateDict()))
        .buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    items = (long) StateDicts.values(state, "items", 1)[0];
    correct.loadStateDict(StateDicts.under("correct", state));
  }

  @Override
  public void combine(Map<String, Tensor> other) {
    loadStateDict(StateDicts.sum(stateDict(), other));
  }
}
