package ai.miniai.tensor;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One walk back through the graph. Operations run in the reverse order of their making, so each has
 * all of its gradient before it passes that on.
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
      ready.forEach(Operation::forgetGradient); // some are left if one has failed
    }
  }

  /** A part of the gradient of {@code tensor} arrives: at the operation that made it, or a leaf. */
  void arrive(Tensor tensor, INDArray part, boolean free) {
    Operation origin = tensor.origin();
    if (origin == null) {
      tensor.accumulate(part);
    } else if (origin.receive(part, free)) {
      ready.add(origin);
    }
  }
}
