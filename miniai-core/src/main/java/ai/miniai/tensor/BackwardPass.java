package ai.miniai.tensor;

import ai.miniai.array.Recycling;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One backward pass through the graph. Operations run in reverse order of their creation, so each
 * has received its whole gradient before it runs.
 *
 * <p>The pass counts which operations still wait with a gradient that lies in a piece of memory.
 * When the last of them has run, later gradients may use the memory: it is recycled.
 */
final class BackwardPass {
  private final PriorityQueue<Operation> ready =
      new PriorityQueue<>(Comparator.comparingLong(Operation::sequence).reversed());

  /** For each piece of memory, how many operations wait with a gradient in it. */
  private final IdentityHashMap<DataBuffer, Integer> waiting = new IdentityHashMap<>();

  /** Memory that somebody else may read later. */
  private final Set<DataBuffer> pinned = Sets.newIdentityHashSet();

  /** Memory that no operation waits with, unless the one that is running passes it on. */
  private final List<DataBuffer> left = new ArrayList<>();

  void run(Tensor root, INDArray seed) {
    pin(seed);
    arrive(root, seed, false);
    GradientWatch watch = GradientWatch.of(root);
    try {
      while (!ready.isEmpty()) {
        Operation next = ready.remove();
        List<Tensor> inputs = watch == null ? ImmutableList.of() : next.neededInputs();
        next.run(this);
        recycle();
        if (watch != null) {
          watch.ran(inputs);
        }
      }
    } finally {
      if (watch != null) {
        watch.end();
      }
      ready.forEach(Operation::forgetGradient); // if an operation failed, others are still queued
    }
  }

  /**
   * Adds {@code part} to the gradient of {@code tensor}: in the operation that created it, or in
   * the tensor itself if it is a leaf.
   */
  void arrive(Tensor tensor, INDArray part, boolean free) {
    Operation origin = tensor.origin();
    hold(part);
    if (origin == null) {
      tensor.accumulate(part); // a copy
      release(part);
    } else if (origin.receive(part, free, this)) {
      ready.add(origin);
    }
  }

  /** Declares that somebody other than the operations of this pass may keep {@code array}. */
  void pin(INDArray array) {
    memory(array).ifPresent(pinned::add);
  }

  void hold(INDArray gradient) {
    memory(gradient).ifPresent(memory -> waiting.merge(memory, 1, Integer::sum));
  }

  /** The counterpart of {@link #hold}. */
  void release(INDArray gradient) {
    memory(gradient)
        .ifPresent(
            memory -> {
              waiting.merge(memory, -1, Integer::sum);
              left.add(memory);
            });
  }

  /** Empty arrays have none. */
  private static Optional<DataBuffer> memory(INDArray array) {
    return Optional.ofNullable(Storage.memory(array));
  }

  private void recycle() {
    for (DataBuffer memory : left) {
      if (waiting.getOrDefault(memory, 0) == 0 && !pinned.contains(memory)) {
        Recycling.free(memory);
      }
    }
    left.clear();
  }
}
