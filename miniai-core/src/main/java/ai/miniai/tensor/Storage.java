package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Fingerprint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory that a tensor shares with its views. Keeps track of whether the memory is still valid,
 * and how often it was changed in place.
 *
 * <p>Changes made through {@link Tensor#update} are counted. An array that the caller has access to
 * ({@link Tensor#array}, {@link Tensor#wrap}) may be written to at any time. Its values are
 * therefore compared by a {@link Fingerprint}: when an operation saves the array, when it is handed
 * out after that, and before the backward pass reads it. Memory that was never handed out has no
 * such cost.
 */
final class Storage {
  private final INDArray base;
  private final @Nullable MemoryScope scope;
  private volatile int version;
  private volatile int savedVersion = -1;
  private volatile boolean handedOut;
  private volatile boolean reused;
  private int knownVersion = -1;
  private long known;

  /**
   * For an array that lives as long as {@code scope} is open, or as long as it is reachable if
   * {@code scope} is null.
   */
  Storage(INDArray base, @Nullable MemoryScope scope) {
    this.base = base;
    this.scope = scope;
  }

  /** For an array created elsewhere, to which the caller may still write. */
  static Storage ofForeign(INDArray array) {
    checkState(
        isReadable(array),
        "the array of shape %s lies in a workspace (the memory of a training step, say) that has"
            + " ended: copy it with dup() or detach() before that",
        (Object) Arrays.toString(array.shape()));
    Storage storage = new Storage(array, MemoryScope.current());
    storage.handedOut = true;
    return storage;
  }

  /** Whether {@code array} owns its memory, or lies in a workspace that is still in use. */
  private static boolean isReadable(INDArray array) {
    if (!array.isAttached()) {
      return true;
    }
    MemoryWorkspace workspace = array.data().getParentWorkspace();
    return workspace == null
        || (workspace.isScopeActive()
            && workspace.getGenerationId() == array.data().getGenerationId());
  }

  /** Whether {@code array} lies in this storage. */
  boolean holds(INDArray array) {
    DataBuffer own = memory(base);
    return own != null && own == memory(array);
  }

  /** Whether two arrays share memory, for instance as an array and a view of it. */
  static boolean isShared(INDArray a, INDArray b) {
    DataBuffer memory = memory(a);
    return memory != null && memory == memory(b);
  }

  /** What arrays that share memory have in common; null if the array is empty. */
  static @Nullable DataBuffer memory(INDArray array) {
    DataBuffer data = array.data();
    if (data == null) {
      return null;
    }
    DataBuffer whole = data.originalDataBuffer();
    return whole == null ? data : whole;
  }

  /** Whether the memory belongs to a scope. */
  boolean isScoped() {
    return scope != null || base.isAttached();
  }

  /** Whether the memory still holds the values of this tensor. */
  boolean isLive() {
    return !reused && (scope == null ? isReadable(base) : scope.isOpen());
  }

  /** Says why the memory is no longer valid. */
  String end() {
    return reused
        ? "is a gradient that was lent until the next backward pass after zeroGrad(), and its memory"
            + " holds another one now: take it with grad(), or keep a copy with detach()"
        : "was made inside a memory scope (a training step) that has ended, and its memory is in"
            + " use for other things: keep what you need with detach() or item() before the step"
            + " ends";
  }

  /** Marks the memory as reused for another tensor. */
  void reuse() {
    reused = true;
  }

  /**
   * Records that the array has been handed out, so that it may be written to without notice from
   * now on.
   */
  void handOut() {
    handedOut = true;
    if (savedVersion == version) {
      look(false);
    }
  }

  /** Counts one change in place. */
  synchronized void changed() {
    version++;
  }

  /** The version of the values that an operation is about to save. */
  int save() {
    if (handedOut) {
      look(true);
    }
    int now = version;
    savedVersion = now;
    return now;
  }

  /** The number of changes so far, including changes that only the fingerprint shows. */
  int version() {
    if (handedOut) {
      look(true);
    }
    return version;
  }

  /**
   * Remembers the fingerprint of this version. If {@code again} is true and the fingerprint of this
   * version has changed, counts a change.
   */
  private synchronized void look(boolean again) {
    boolean isKnown = knownVersion == version;
    if ((isKnown && !again) || !Fingerprint.isPossible(base)) {
      return;
    }
    long now = Fingerprint.of(base);
    if (isKnown && now != known) {
      version++;
    }
    known = now;
    knownVersion = version;
  }
}
