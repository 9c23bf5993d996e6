package ai.miniai.kernels.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap that is wanted only while something runs. Each piece serves one borrower
 * at a time, on whatever thread, so that none belongs to a thread: there are as many as were ever
 * wanted at the same moment, however many threads come and go.
 *
 * <pre>{@code
 * try (var scratchpad = Scratchpad.borrow(bytes)) { … scratchpad.memory() … }
 * }</pre>
 */
final class Scratchpad implements AutoCloseable {
  /** The last one given back is the first to be used again: it is still in the cache. */
  private static final ConcurrentLinkedDeque<Scratchpad> IDLE = new ConcurrentLinkedDeque<>();

  /**
   * Where a piece begins; and room behind it: oneDNN moves its own to such a place without counting
   * that, and some of its kernels write a whole vector where a part of one was meant.
   */
  private static final int ALIGNMENT = 128;

  /** With room around {@link #memory}. */
  private final BytePointer whole;

  private final BytePointer memory;
  private final long bytes;

  private Scratchpad(long bytes) {
    this.bytes = bytes;
    this.whole = new BytePointer(bytes + 2L * ALIGNMENT);
    this.memory = whole.getPointer(ALIGNMENT - whole.address() % ALIGNMENT).capacity(bytes);
  }

  /** A piece of at least so many bytes, with undefined contents. */
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

  /** All of it. */
  FloatBuffer floats() {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** The place behind so many float32 numbers. */
  Pointer floatsFrom(long skipped) {
    return memory.getPointer(skipped * Float.BYTES);
  }

  /** Gives it back. */
  @Override
  public void close() {
    IDLE.addFirst(this);
  }
}
