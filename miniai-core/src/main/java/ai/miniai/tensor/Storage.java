package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Fingerprint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory that a tensor and its views share: whether it is still there, and how often it was
 * changed in place.
 *
 * <p>Changes that go through {@link Tensor#update} are counted. An array that was handed out
 * ({@link Tensor#array}, {@link Tensor#wrap}) may be written to at any time, so its values are
 * compared by a {@link Fingerprint}: when an operation saves it, when it is handed out after that,
 * and when the backward pass is about to read it. Memory that was never handed out costs nothing.
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

  /** Of an array that lives as long as {@code scope} is open, or as it is reachable. */
  Storage(INDArray base, @Nullable MemoryScope scope) {
    this.base = base;
    this.scope = scope;
  }

  /** Of an array made elsewhere, which somebody else may have. */
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

  /** Whether the memory of {@code array} is its own or that of a workspace still in use. */
  private static boolean isReadable(INDArray array) {
    if (!array.isAttached()) {
      return true;
    }
    MemoryWorkspace workspace = array.data().getParentWorkspace();
    return workspace == null
        || (workspace.isScopeActive()
            && workspace.getGenerationId() == array.data().getGenerationId());
  }

  /** Whether {@code array} lies in this memory. */
  boolean holds(INDArray array) {
    DataBuffer own = memory(base);
    return own != null && own == memory(array);
  }

  /** Whether two arrays lie in the same memory, one perhaps as a view of the other. */
  static boolean isShared(INDArray a, INDArray b) {
    DataBuffer memory = memory(a);
    return memory != null && memory == memory(b);
  }

  private static @Nullable DataBuffer memory(INDArray array) {
    DataBuffer data = array.data();
    if (data == null) {
      return null;
    }
    DataBuffer whole = data.originalDataBuffer();
    return whole == null ? data : whole;
  }

  /** Whether the memory is that of a scope. */
  boolean isScoped() {
    return scope != null || base.isAttached();
  }

  /** Whether the memory still holds what it was made for. */
  boolean isLive() {
    return !reused && (scope == null ? isReadable(base) : scope.isOpen());
  }

  /** Says why the memory is gone. */
  String end() {
    return reused
        ? "is a gradient that was lent until the next backward pass after zeroGrad(), and its memory"
            + " holds another one now: take it with grad(), or keep a copy with detach()"
        : "was made inside a memory scope (a training step) that has ended, and its memory is in"
            + " use for other things: keep what you need with detach() or item() before the step"
            + " ends";
  }

  /** Takes note that the memory is about to be used for something else. */
  void reuse() {
    reused = true;
  }

  /** Takes note that somebody may write to the memory from now on without saying so. */
  void handOut() {
    handedOut = true;
    if (savedVersion == version) {
      look(false);
    }
  }

  /** Counts a change in place. */
  synchronized void changed() {
    version++;
  }

  /** The version of the values that an operation is about to keep. */
  int save() {
    if (handedOut) {
      look(true);
    }
    int now = version;
    savedVersion = now;
    return now;
  }

  /** The number of changes so far, those included that nobody announced. */
  int version() {
    if (handedOut) {
      look(true);
    }
    return version;
  }

  /** Remembers the values of this version; counts a change if they are not as remembered. */
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
