package ai.miniai.bench;

import ai.miniai.data.Batch;
import ai.miniai.hooks.AppendStats;
import ai.miniai.hooks.Hooks;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.util.Map;

/** Our program: the five lines of a training step, on batches that are already on the device. */
final class StepLoop implements Contender {
  /** As many different batches as a peer uses. */
  static final int BATCHES = 4;

  private final Workload workload;
  private final Module model;
  private final Optimizer optimizer;
  private final Hooks hooks;
  private final ImmutableList<Batch> batches;

  StepLoop(Workload workload) {
    this.workload = workload;
    this.model = workload.model().create();
    this.optimizer = new SGD(model.parameters(), Workload.LEARNING_RATE);
    Map<String, Module> watched =
        Maps.filterValues(model.namedModules(), m -> workload.stats() && workload.watches(m));
    this.hooks = new Hooks(watched, new AppendStats());
    this.batches = workload.model().data().batches(BATCHES, workload.batchSize());
  }

  @Override
  public String name() {
    return "miniai";
  }

  @Override
  public double imagesPerSecond(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step(batches.get(i % BATCHES), i == steps - 1);
    }
    return (double) steps * workload.batchSize() * 1e9 / (System.nanoTime() - start);
  }

  private void step(Batch batch, boolean last) {
    try (MemoryScope scope = MemoryScope.open()) {
      Tensor loss = Losses.crossEntropy(model.call(batch.x()), batch.y());
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      if (last) {
        loss.item(); // waits for the device
      }
    }
  }

  @Override
  public void close() {
    hooks.close();
  }
}
