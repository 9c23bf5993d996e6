package ai.miniai.array;

import com.google.common.base.Throwables;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A thread pool whose threads share the work of one operation: the calling thread, and one thread
 * for each further CPU. A training step calls it about fifty times, for a fraction of a millisecond
 * each. A thread that has finished therefore keeps spinning for a short time. The threads of a
 * {@code ForkJoinPool} or of OpenMP take a tenth of a millisecond to wake up or to hand over.
 */
public final class Team {
  /** The number of threads, including the calling one. */
  public static final int SIZE = Runtime.getRuntime().availableProcessors();

  private static final long STAYS_AWAKE_NANOS = 50_000;
  private static final Semaphore FREE = new Semaphore(1);
  private static final Member[] HELPERS =
      IntStream.range(1, SIZE).mapToObj(Member::new).toArray(Member[]::new);

  private static volatile @Nullable Job current;

  private Team() {}

  /**
   * Calls {@code part} with 0 to {@code parts} − 1, and returns when all calls have finished. Any
   * thread may run any part, but each thread starts at the same relative position in every call, so
   * it tends to process the same memory. If the team is already busy, for another thread or because
   * this call is nested in another one, the calling thread runs all parts.
   *
   * <p>If parts throw exceptions, the first one is rethrown unchanged after all parts have run.
   */
  public static void run(int parts, IntConsumer part) {
    if (parts <= 1 || SIZE == 1 || !FREE.tryAcquire()) {
      for (int i = 0; i < parts; i++) {
        part.accept(i);
      }
      return;
    }
    Job job = new Job(parts, part);
    try {
      current = job;
      for (Member helper : HELPERS) {
        helper.wake();
      }
      job.work(0);
      job.await();
    } finally {
      current = null;
      FREE.release();
    }
    job.check();
  }

  /** The results of {@code part} for 0 to {@code parts} − 1, in this order; see {@link #run}. */
  public static <T> List<T> map(int parts, IntFunction<T> part) {
    if (parts == 1) {
      return List.of(part.apply(0));
    }
    AtomicReferenceArray<T> results = new AtomicReferenceArray<>(parts);
    run(parts, i -> results.set(i, part.apply(i)));
    return IntStream.range(0, parts).mapToObj(results::get).toList();
  }

  private static final class Job {
    private final IntConsumer part;
    private final AtomicIntegerArray taken;
    private final AtomicInteger untaken;
    private final AtomicInteger unfinished;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Job(int parts, IntConsumer part) {
      this.part = part;
      taken = new AtomicIntegerArray(parts);
      untaken = new AtomicInteger(parts);
      unfinished = new AtomicInteger(parts);
    }

    /** Starts with the member's own share, then runs parts that the others have not started yet. */
    void work(int member) {
      int parts = taken.length();
      int first = (int) ((long) member * parts / SIZE);
      for (int i = 0; i < parts; i++) {
        int mine = (first + i) % parts;
        if (taken.compareAndSet(mine, 0, 1)) {
          untaken.decrementAndGet();
          try {
            part.accept(mine);
          } catch (Throwable thrown) { // rethrown by the calling thread
            failure.compareAndSet(null, thrown);
          } finally {
            unfinished.decrementAndGet();
          }
        }
      }
    }

    @SuppressWarnings("ThreadPriorityCheck") // only for speed: correct without it too
    void await() {
      long start = System.nanoTime();
      while (unfinished.get() > 0) {
        if (System.nanoTime() - start < STAYS_AWAKE_NANOS) {
          Thread.onSpinWait();
        } else {
          Thread.yield(); // another member may need this CPU
        }
      }
    }

    void check() {
      Throwable thrown = failure.get();
      if (thrown != null) {
        Throwables.throwIfUnchecked(thrown); // unchanged: callers handle an OutOfMemoryError
        throw new IllegalStateException("a part of an operation failed", thrown);
      }
    }
  }

  private static final class Member implements Runnable {
    private final int number;
    private final Thread thread;
    private volatile boolean asleep;

    Member(int number) {
      this.number = number;
      thread = new Thread(this, "miniai-team-" + number);
      thread.setDaemon(true);
      thread.start();
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      while (true) {
        await();
        Job job = current;
        if (job != null) {
          job.work(number);
        }
      }
    }

    private void await() {
      long start = System.nanoTime();
      while (!isWanted()) {
        if (System.nanoTime() - start < STAYS_AWAKE_NANOS) {
          Thread.onSpinWait();
        } else {
          asleep = true;
          if (!isWanted()) {
            LockSupport.park(this);
          }
          asleep = false;
        }
      }
    }

    private static boolean isWanted() {
      Job job = current;
      return job != null && job.untaken.get() > 0;
    }
  }
}
