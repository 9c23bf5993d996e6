package ai.miniai.data;

import ai.miniai.tensor.HostArray;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Makes batches ahead of time on a thread of its own, which touches the Java heap only. */
final class Prefetcher implements HostBatches {
  /** What became of a batch: its arrays, or what went wrong. */
  private record Outcome(List<HostArray> arrays, @Nullable Throwable failure) {}

  private final HostBatches maker;
  private final int batches;
  private final BlockingQueue<Outcome> ready;
  private final Thread worker;
  private volatile boolean stopped;

  private Prefetcher(HostBatches maker, int batches, int depth) {
    this.maker = maker;
    this.batches = batches;
    this.ready = new ArrayBlockingQueue<>(depth);
    this.worker = new Thread(this::work, "miniai-prefetch");
  }

  /** Begins to make batches 0, 1, … {@code batches} − 1, of which {@code depth} may lie ready. */
  static Prefetcher start(HostBatches maker, int batches, int depth) {
    Prefetcher prefetcher = new Prefetcher(maker, batches, depth);
    prefetcher.worker.setDaemon(true);
    prefetcher.worker.start();
    return prefetcher;
  }

  @Override
  public List<HostArray> take(int batch) {
    Outcome outcome;
    try {
      outcome = ready.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for batch " + batch);
    }
    if (outcome.failure != null) {
      Throwables.throwIfUnchecked(outcome.failure);
      throw new AssertionError("only unchecked exceptions leave a data set", outcome.failure);
    }
    return outcome.arrays;
  }

  @Override
  public void stop() {
    stopped = true;
    worker.interrupt();
  }

  @Override
  public void awaitEnd() {
    Uninterruptibles.joinUninterruptibly(worker);
  }

  private void work() {
    try {
      for (int batch = 0; batch < batches; batch++) {
        Outcome outcome = outcome(batch);
        if (stopped) { // a data set may have swallowed the interrupt
          return;
        }
        ready.put(outcome);
        if (outcome.failure != null) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // stop() was called: there is nobody left to tell
    }
  }

  private Outcome outcome(int batch) {
    try {
      return new Outcome(maker.take(batch), null);
    } catch (RuntimeException | Error e) {
      return new Outcome(ImmutableList.of(), e);
    }
  }
}
