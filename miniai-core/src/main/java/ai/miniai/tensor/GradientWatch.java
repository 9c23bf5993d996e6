package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.Sets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Tells, during the backward passes of a thread, each leaf whose gradient is complete: when the
 * last of the operations that use it has run. PyTorch's {@code register_post_accumulate_grad_hook},
 * for all leaves at once. A leaf whose gradient never becomes complete, because a part of the graph
 * gets none, is not told.
 */
@API(status = API.Status.INTERNAL)
public final class GradientWatch implements AutoCloseable {
  private static final ThreadLocal<@Nullable GradientWatch> WATCH = new ThreadLocal<>();

  private final Consumer<? super Tensor> listener;

  /** For each leaf of the running pass, how many uses have not been passed. */
  private final IdentityHashMap<Tensor, Integer> uses = new IdentityHashMap<>();

  private boolean running;

  private GradientWatch(Consumer<? super Tensor> listener) {
    this.listener = listener;
  }

  /**
   * Begins to watch the passes of this thread, until {@link #close}.
   *
   * @param listener what it throws ends the pass
   * @throws IllegalStateException if the thread is watched already
   */
  public static GradientWatch begin(Consumer<? super Tensor> listener) {
    checkState(WATCH.get() == null, "the gradients of this thread are watched already");
    GradientWatch watch = new GradientWatch(listener);
    WATCH.set(watch);
    return watch;
  }

  /** Ends the watch. To be called on the thread where it began. */
  @Override
  public void close() {
    WATCH.remove();
  }

  /**
   * The watch that a pass from {@code root} has to tell; null if there is none. A pass within a
   * pass is a part of it: see {@link Autograd#checkpoint}.
   */
  static @Nullable GradientWatch of(Tensor root) {
    GradientWatch watch = WATCH.get();
    if (watch == null || watch.running) {
      return null;
    }
    watch.running = true;
    watch.count(root);
    return watch;
  }

  private void count(Tensor root) {
    Set<Operation> seen = Sets.newIdentityHashSet();
    Deque<Tensor> left = new ArrayDeque<>(List.of(root));
    while (!left.isEmpty()) {
      Operation origin = left.remove().origin();
      if (origin != null && seen.add(origin)) {
        for (Tensor input : origin.neededInputs()) {
          if (input.isLeaf()) {
            uses.merge(input, 1, Integer::sum);
          } else {
            left.add(input);
          }
        }
      }
    }
  }

  /** An operation with these inputs has run. */
  void ran(List<Tensor> inputs) {
    for (Tensor input : inputs) {
      if (input.isLeaf() && uses.merge(input, -1, Integer::sum) == 0) {
        listener.accept(input);
      }
    }
  }

  void end() {
    uses.clear();
    running = false;
  }
}
