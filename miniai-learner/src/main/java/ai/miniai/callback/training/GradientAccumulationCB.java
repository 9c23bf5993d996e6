package ai.miniai.callback.training;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelException;
import ai.miniai.callback.Phase;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradient accumulation: one step for several batches, with the mean of their gradients over all
 * items, as for one large batch that would not fit into memory. The last group of an epoch may be
 * smaller. The loss must be a mean over the items: each batch's gradient is weighted by its size.
 *
 * <p>All events come as usual. The optimizer also steps after each of the other batches, but then
 * no parameter has a gradient, so nothing changes.
 *
 * <p>If the epoch or the fit is cancelled within a group (by {@link SingleBatchCB}, for example), a
 * last step uses the gradients accumulated so far, with the events {@code afterBackward} to {@code
 * zeroGrad}, unless they are NaN or infinite. A batch cancelled before its backward pass does not
 * count. There is no last step if the fit fails.
 *
 * <p>In data-parallel training it gathers the mean gradients of all ranks.
 */
public final class GradientAccumulationCB extends Callback implements Stateful {
  private final int batches;
  private final Map<String, INDArray> sums = new HashMap<>();
  private boolean running;
  private boolean finishing;
  private int lastBatch;
  private int count;
  private long items;

  /** {@code batches}: the number of batches for one step, 1 or more. */
  public GradientAccumulationCB(int batches) {
    checkArgument(batches > 0, "expected 1 batch or more for a step, got %s", batches);
    this.batches = batches;
  }

  /** Before callbacks that use the gradients, and after those that exchange or check them. */
  @Override
  public int order() {
    return 7;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(GradientAccumulationCB.class);
  }

  @Override
  public void beforeFit() {
    checkArgument(
        !(learn() instanceof MomentumLearner),
        "a MomentumLearner keeps its momentum in the gradients, which cannot be gathered then: use"
            + " a TrainLearner with SGD and momentum");
    running = false;
    begin();
  }

  @Override
  public void beforeEpoch() {
    running = training();
    if (running) {
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
    if (!finishing) {
      gather(learn().items());
    }
  }

  private void gather(int size) {
    Map<String, Tensor> gradients = Gradients.of(learn());
    gradients.forEach((name, gradient) -> add(name, gradient.array(), size));
    count++;
    items += gradients.isEmpty() ? 0 : size; // none after an overflow, say
    Gradients.clear(learn());
    if (count == batches || learn().iteration() == lastBatch) {
      giveBack();
    }
  }

  /** Sets the gradients to the mean over the items. */
  private void giveBack() {
    model()
        .parameters()
        .forEach(
            (name, parameter) -> {
              INDArray sum = sums.get(name);
              if (sum != null && parameter.requiresGrad()) { // it may have been frozen since
                parameter.backward(Tensor.wrap(sum.divi((double) items)));
              }
            });
    begin();
  }

  /** If the epoch or the fit was cancelled, ends the group while the batch still exists. */
  @Override
  public void cleanupBatch() {
    if (learn().ending().filter(GradientAccumulationCB::endsThePass).isPresent()) {
      finish();
    }
  }

  private static boolean endsThePass(Throwable ending) {
    return ending instanceof CancelException signal && signal.phase() != Phase.BATCH;
  }

  /**
   * Ends a group after a cancellation between batches, or if the loader gave fewer than its size.
   */
  @Override
  public void cleanupEpoch() {
    if (learn().ending().filter(ending -> !(ending instanceof CancelException)).isEmpty()) {
      finish();
    }
    running = false;
  }

  private void finish() {
    if (running && !sums.isEmpty() && sums.values().stream().allMatch(Gradients::isFinite)) {
      finishing = true;
      try {
        Gradients.clear(learn()); // of a batch cancelled before afterBackward
        giveBack();
        learn().update();
      } finally {
        finishing = false;
      }
    }
    begin();
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
