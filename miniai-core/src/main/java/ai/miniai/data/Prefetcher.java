package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Prepares batches in advance on a thread of its own, which uses the Java heap only.
 *
 * <p>The thread runs the user's code and is therefore never interrupted: an interrupt would close a
 * file channel that a data set is reading. The thread ends by itself, between two items. Whatever
 * ends it is reported to the thread that waits for a batch.
 */
final class Prefetcher implements HostBatches {
  /** How long the end of a pass waits for an item that is being read. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How often a waiting thread checks whether the background thread is still alive. */
  private static final long GLANCE_MILLIS = 500;

  /** The result of a batch: its arrays, or what went wrong. */
  private record Outcome(List<HostArray> arrays, @Nullable Throwable failure) {}

  private final BatchMaker maker;
  private final int batches;
  private final int depth;
  private final Duration patience;
  private final Thread worker;
  private final Queue<Outcome> ready;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean stopped;
  private volatile @Nullable Throwable death;

  private Prefetcher(BatchMaker maker, int batches, int depth, Duration patience) {
    this.maker = maker;
    this.batches = batches;
    this.depth = depth;
    this.patience = patience;
    this.ready = new ArrayDeque<>(Math.min(depth, batches));
    this.worker = new Thread(this::work, "miniai-prefetch");
  }

  /**
   * Starts creating batches 0, 1, … {@code batches} − 1, at most {@code depth} of them in advance.
   */
  static Prefetcher start(BatchMaker maker, int batches, int depth, Duration patience) {
    Prefetcher prefetcher = new Prefetcher(maker, batches, depth, patience);
    prefetcher.worker.setDaemon(true);
    prefetcher.worker.start();
    return prefetcher;
  }

  @Override
  public List<HostArray> take(int batch) {
    Outcome outcome = await(batch);
    if (outcome.failure != null) {
      Throwables.throwIfUnchecked(outcome.failure);
      throw new AssertionError("a batch maker throws unchecked exceptions only", outcome.failure);
    }
    return outcome.arrays;
  }

  private Outcome await(int batch) {
    lock.lock();
    try {
      while (ready.isEmpty()) {
        boolean signalled = changed.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        if (!signalled && ready.isEmpty() && !worker.isAlive()) {
          throw new IllegalStateException(
              "the thread that makes the batches ended before batch " + batch, death);
        }
      }
      changed.signalAll();
      return ready.remove();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for batch " + batch);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      ready.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the item that is being read, but not forever: its code may hang. */
  @Override
  public void awaitEnd() {
    Uninterruptibles.joinUninterruptibly(worker, patience);
  }

  private void work() {
    try {
      for (int batch = 0; batch < batches; batch++) {
        Outcome outcome = outcome(batch);
        if (!put(outcome) || outcome.failure != null) {
          return;
        }
      }
    } catch (Throwable e) { // for example, there was not even enough memory to report it
      death = e;
    }
  }

  private Outcome outcome(int batch) {
    try {
      return new Outcome(maker.make(batch, () -> stopped), null);
    } catch (Throwable e) {
      return new Outcome(List.of(), e);
    }
  }

  /**
   * Hands over a batch when there is room for it; false if nobody needs it any more. An interrupt,
   * which only the user's own code can have set, has no effect here.
   */
  private boolean put(Outcome outcome) {
    lock.lock();
    try {
      while (ready.size() >= depth && !stopped) {
        changed.awaitUninterruptibly();
      }
      if (!stopped) {
        ready.add(outcome);
        changed.signalAll();
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }
}
