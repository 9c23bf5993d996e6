package ai.miniai.tensor;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One backward pass through the graph. Operations run in reverse order of their creation, so each
 * has received its whole gradient before it runs.
 */
final class BackwardPass {
  private final PriorityQueue<Operation> ready =
      new PriorityQueue<>(Comparator.comparingLong(Operation::sequence).reversed());

  void run(Tensor root, INDArray seed) {
    arrive(root, seed, false);
    try {
      while (!ready.isEmpty()) {
        ready.remove().run(this);
      }
    } finally {
      ready.forEach(Operation::forgetGradient); // if an operation failed, others are still queued
    }
  }

  /**
   * Adds {@code part} to the gradient of {@code tensor}: in the operation that created it, or in
   * the tensor itself if it is a leaf.
   */
  void arrive(Tensor tensor, INDArray part, boolean free) {
    Operation origin = tensor.origin();
    if (origin == null) {
      tensor.accumulate(part);
    } else if (origin.receive(part, free)) {
      ready.add(origin);
    }
  }
}
