package ai.miniai.array;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays of the current workspace that are not needed any more. New arrays of the same type and
 * length take their memory. A workspace itself frees nothing before it is closed, so without this a
 * backward pass would keep the gradients of all layers.
 */
public final class Recycling {
  /** Null outside of all workspaces of {@link Workspaces}. */
  private static final ThreadLocal<@Nullable Recycling> CURRENT = new ThreadLocal<>();

  /** How many arrays each thread has recycled. */
  private static final ThreadLocal<long[]> COUNT = ThreadLocal.withInitial(() -> new long[1]);

  private record Size(DataType type, long length) {}

  private final MemoryWorkspace workspace;
  private final @Nullable Recycling outer;
  private final Map<Size, Deque<DataBuffer>> free = new HashMap<>();

  private Recycling(MemoryWorkspace workspace, @Nullable Recycling outer) {
    this.workspace = workspace;
    this.outer = outer;
  }

  /** Begins with nothing to recycle, for a workspace that this thread has just opened. */
  static void begin(MemoryWorkspace workspace) {
    CURRENT.set(new Recycling(workspace, CURRENT.get()));
  }

  /** Ends what {@link #begin} began: the memory of the workspace is no longer valid. */
  static void end() {
    Recycling outer = Objects.requireNonNull(CURRENT.get(), "begin() was not called").outer;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /**
   * Declares that nobody reads or writes any array in {@code memory} any more. Does nothing if it
   * does not lie in the current workspace.
   */
  public static void free(DataBuffer memory) {
    Recycling recycling = current();
    if (recycling != null) {
      recycling.keep(memory);
    }
  }

  private void keep(DataBuffer memory) {
    if (memory.originalDataBuffer() == null && memory.getParentWorkspace() == workspace) {
      Deque<DataBuffer> alike =
          free.computeIfAbsent(
              new Size(memory.dataType(), memory.length()), size -> new ArrayDeque<>());
      if (alike.stream().noneMatch(known -> known == memory)) {
        alike.push(memory);
      }
    }
  }

  /** A row-major array in memory that was freed, with undefined contents; null if there is none. */
  static @Nullable INDArray take(DataType type, long... shape) {
    Recycling recycling = current();
    if (recycling == null || recycling.free.isEmpty()) {
      return null;
    }
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    Deque<DataBuffer> fitting = recycling.free.get(new Size(type, length));
    if (fitting == null || fitting.isEmpty()) {
      return null;
    }
    COUNT.get()[0]++;
    return Nd4j.create(fitting.pop(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c');
  }

  /** How often memory that this thread freed was given to a new array, under the same buffer. */
  public static long count() {
    return COUNT.get()[0];
  }

  /** That of the workspace in which ND4J makes arrays now, if there is one. */
  private static @Nullable Recycling current() {
    Recycling recycling = CURRENT.get();
    if (recycling != null) {
      MemoryWorkspace now = Nd4j.getMemoryManager().getCurrentWorkspace();
      while (recycling != null && recycling.workspace != now) {
        recycling = recycling.outer;
      }
    }
    return recycling;
  }
}
