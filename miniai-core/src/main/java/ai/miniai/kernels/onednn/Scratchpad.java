package ai.miniai.kernels.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A temporary buffer outside the Java heap, from a pool. A buffer is used by one borrower at a
 * time, on any thread. The number of buffers is the largest number that was ever needed at the same
 * time, however many threads there have been.
 *
 * <pre>{@code
 * try (var scratchpad = Scratchpad.borrow(bytes)) { … scratchpad.memory() … }
 * }</pre>
 */
final class Scratchpad implements AutoCloseable {
  /** The buffer returned last is reused first, because it is still in the cache. */
  private static final ConcurrentLinkedDeque<Scratchpad> IDLE = new ConcurrentLinkedDeque<>();

  /**
   * The alignment of a buffer, and also the spare room behind it. The room is needed because oneDNN
   * aligns its scratchpad to this without including the shift in the size, and because some of its
   * kernels write a whole vector where only part of one is needed.
   */
  private static final int ALIGNMENT = 128;

  /** The whole allocation, with spare room around {@link #memory}. */
  private final BytePointer whole;

  private final BytePointer memory;
  private final long bytes;

  private Scratchpad(long bytes) {
    this.bytes = bytes;
    this.whole = new BytePointer(bytes + 2L * ALIGNMENT);
    this.memory = whole.getPointer(ALIGNMENT - whole.address() % ALIGNMENT).capacity(bytes);
  }

  /** Borrows a buffer of at least {@code bytes} bytes, with undefined contents. */
  static Scratchpad borrow(long bytes) {
    @Nullable Scratchpad idle = IDLE.pollFirst();
    if (idle != null && idle.bytes >= bytes) {
      return idle;
    }
    if (idle != null) {
      idle.whole.deallocate();
    }
    return new Scratchpad(bytes);
  }

  Pointer memory() {
    return memory;
  }

  /** The whole buffer as floats. */
  FloatBuffer floats() {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** The address after the first {@code skipped} float32 values. */
  Pointer floatsFrom(long skipped) {
    return memory.getPointer(skipped * Float.BYTES);
  }

  /** Returns the buffer to the pool. */
  @Override
  public void close() {
    IDLE.addFirst(this);
  }
}
