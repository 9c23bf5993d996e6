package ai.miniai.bench;

import ai.miniai.bench.jmh.Kernel;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.function.Function;

/** Repeats one operation, forward and backward. */
final class KernelLoop implements Contender {
  private final Kernel kernel;
  private final Tensor input;
  private final Function<Tensor, Tensor> operation;

  KernelLoop(Kernel kernel) {
    this.kernel = kernel;
    this.input = kernel.input();
    this.operation = kernel.operation();
  }

  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public double imagesPerSecond(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      try (MemoryScope scope = MemoryScope.open()) {
        operation.apply(input).sum().backward();
      }
    }
    return (double) steps * Kernel.BATCH * 1e9 / (System.nanoTime() - start);
  }

  @Override
  public void close() {}
}
