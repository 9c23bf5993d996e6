package ai.miniai.device;

import static java.lang.management.MemoryType.HEAP;

import com.google.common.util.concurrent.Uninterruptibles;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import org.bytedeco.javacpp.Pointer;

/**
 * The memory that this process uses, in bytes.
 *
 * @param heap of Java's heap, with garbage that has not been collected yet
 * @param offHeap outside of the heap: above all ND4J's arrays, which lie there. It is an estimate,
 *     because the system does not say which part of the heap's pages it has given to the process
 * @param resident the resident size: all memory of the process that is not swapped out, without
 *     what belongs to files, such as the code of libraries
 */
public record MemoryUse(long heap, long offHeap, long resident) {
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final int UNCHANGED_WAITS = 3;
  private static final int MOST_WAITS = 50;
  private static final long NOISE = 1 << 20;

  /**
   * What is used now; takes some microseconds. Neither JavaCPP's {@code totalBytes} nor ND4J's
   * counters know of most arrays, so what is outside of the heap is told by the resident size.
   */
  public static MemoryUse now() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long resident = Pointer.physicalBytes();
    long ofHeap = Math.min(heap.getCommitted(), touched());
    return new MemoryUse(heap.getUsed(), Math.max(0, resident - ofHeap), resident);
  }

  /**
   * What is still in use after a garbage collection: what to compare where a leak is looked for.
   * Threads of their own give memory back after a collection, JavaCPP's that of arrays and Java's
   * that of the heap, and nothing tells when they are done. So this waits until the resident size
   * has been the same, within a megabyte, for three tenths of a second, five seconds at most.
   */
  public static MemoryUse settled() {
    System.gc();
    MemoryUse before = now();
    int unchanged = 0;
    for (int i = 0; i < MOST_WAITS && unchanged < UNCHANGED_WAITS; i++) {
      Uninterruptibles.sleepUninterruptibly(WAIT);
      MemoryUse after = now();
      unchanged = Math.abs(after.resident - before.resident) < NOISE ? unchanged + 1 : 0;
      before = after;
    }
    return before;
  }

  /** The heap grows into memory that becomes resident only when it is used for the first time. */
  private static long touched() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == HEAP && pool.isValid())
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
