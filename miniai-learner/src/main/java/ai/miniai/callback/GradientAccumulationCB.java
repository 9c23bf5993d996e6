package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.learner.MomentumLearner;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps once for several batches, with the mean of their gradients over the items, as if they were
 * one large batch that would not fit into memory. The last group of an epoch may be smaller. For
 * losses that are a mean over the items.
 *
 * <p>On the batches before a step no parameter has a gradient when the optimizer steps, so nothing
 * changes; all events come as ever.
 */
public final class GradientAccumulationCB extends Callback implements Stateful {
  private final int batches;
  private final Map<String, INDArray> sums = new HashMap<>();
  private int lastBatch;
  private int count;
  private long items;

  /** {@code batches}: how many make one step, 1 or more. */
  public GradientAccumulationCB(int batches) {
    checkArgument(batches > 0, "expected 1 batch or more for a step, got %s", batches);
    this.batches = batches;
  }

  @Override
  public void beforeFit() {
    checkArgument(
        !(learn() instanceof MomentumLearner),
        "a MomentumLearner keeps its momentum in the gradients, which cannot be gathered then: use"
            + " a TrainLearner with SGD and momentum");
  }

  @Override
  public void beforeEpoch() {
    if (training()) {
      lastBatch = learn().dls().train().size() - 1;
      begin();
    }
  }

  private void begin() {
    sums.clear();
    count = 0;
    items = 0;
  }

  @Override
  public void afterBackward() {
    int size = batch().size();
    Map<String, Tensor> gradients = Gradients.of(learn());
    gradients.forEach((name, gradient) -> add(name, gradient.array(), size));
    count++;
    items += gradients.isEmpty() ? 0 : size; // none after an overflow, say
    Gradients.clear(learn());
    if (count == batches || learn().iteration() == lastBatch) {
      Map<String, Tensor> parameters = model().parameters();
      parameters.forEach(
          (name, parameter) -> {
            INDArray sum = sums.get(name);
            if (sum != null) {
              parameter.backward(Tensor.wrap(sum.divi((double) items)));
            }
          });
      begin();
    }
  }

  private void add(String name, INDArray gradient, int size) {
    INDArray sum = sums.get(name);
    if (sum == null) {
      sums.put(name, MemoryScope.outside(() -> gradient.mul(size)));
    } else {
      sum.addi(gradient.mul(size));
    }
  }

  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.put("count", StateDicts.tensor(count, (double) items));
    sums.forEach((name, sum) -> state.put("sum." + name, Tensor.wrap(sum).detach()));
    return state.buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    double[] counts = StateDicts.values(state, "count", 2);
    begin();
    count = (int) counts[0];
    items = (long) counts[1];
    StateDicts.under("sum", state).forEach((name, sum) -> sums.put(name, sum.detach().array()));
  }
}
