package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Workspaces;
import ai.miniai.device.NativeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of one training step. Every tensor created on this thread while a scope is open lives
 * in memory that the next scope reuses, so that a training loop allocates nothing once it has
 * warmed up.
 *
 * <pre>{@code
 * try (var step = MemoryScope.open()) {
 *   loss = model.call(x).crossEntropy(y);
 *   loss.backward();                       // gradients of leaves live outside the scope
 *   kept = loss.detach();                  // a copy that outlives the scope
 * }
 * loss.item();                             // IllegalStateException: the tensor's scope has ended
 * }</pre>
 *
 * <p>Scopes can be nested. They must be closed in reverse order, by the thread that opened them.
 * Closing a scope first reads the values requested with {@link Host#later}. Closing twice has no
 * effect.
 */
public final class MemoryScope implements AutoCloseable {
  static {
    NativeSettings.apply();
  }

  private static final ThreadLocal<@Nullable MemoryScope> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<Integer> OPEN = ThreadLocal.withInitial(() -> 0);

  private final @Nullable MemoryScope parent;
  private final int depth;
  private final MemoryWorkspace workspace;
  private final List<Deferred> deferred = new ArrayList<>();
  private volatile boolean open = true;

  private MemoryScope(@Nullable MemoryScope parent) {
    this.parent = parent;
    this.depth = OPEN.get(); // may exceed the number of parents, if opened inside outside()
    this.workspace = Workspaces.open();
  }

  /** Opens a scope on this thread, nested in the current one if there is one. */
  public static MemoryScope open() {
    MemoryScope scope = new MemoryScope(CURRENT.get());
    CURRENT.set(scope);
    OPEN.set(scope.depth + 1);
    return scope;
  }

  /** The current scope of this thread: the innermost open one, or null. */
  static @Nullable MemoryScope current() {
    return CURRENT.get();
  }

  /**
   * Runs {@code body} outside of all scopes: the tensors it creates live as long as they are
   * reachable. Parameters, gradients and optimizer state are created this way.
   */
  public static <T> T outside(Supplier<T> body) {
    MemoryScope scope = CURRENT.get();
    if (scope == null) {
      return body.get();
    }
    CURRENT.remove();
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return body.get();
    } finally {
      CURRENT.set(scope);
    }
  }

  /** A row-major copy of {@code x} that lives as long as the scope around this one. */
  INDArray copyToParent(INDArray x) {
    if (parent == null) {
      return outside(() -> x.dup('c'));
    }
    try (MemoryWorkspace borrowed = parent.workspace.notifyScopeBorrowed()) {
      return Updates.copyOf(x);
    }
  }

  boolean isOpen() {
    return open;
  }

  /** The values that this scope must read before it closes. */
  List<Deferred> deferred() {
    return deferred;
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    checkState(
        CURRENT.get() == this,
        "memory scopes close in reverse order, on the thread that opened them: scope of depth %s is"
            + " not the innermost here",
        depth);
    try {
      Host.readAll(deferred);
    } finally {
      open = false;
      Workspaces.close(workspace);
      OPEN.set(depth);
      if (parent == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(parent);
      }
    }
  }
}
