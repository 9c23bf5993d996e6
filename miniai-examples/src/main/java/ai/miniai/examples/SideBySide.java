package ai.miniai.examples;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs independent tasks on all processors. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Runs all tasks, and returns when no thread works on them any more. An interrupt does not stop
   * them; it is kept for the caller.
   *
   * @throws RuntimeException unchanged, that of the first task in the list that failed; tasks that
   *     have not begun by then are left out
   */
  static void run(List<Runnable> tasks) {
    int threads = Math.max(1, Math.min(tasks.size(), Runtime.getRuntime().availableProcessors()));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<?> task : tasks.stream().map(pool::submit).toList()) {
        Uninterruptibles.getUninterruptibly(task);
      }
    } catch (ExecutionException failed) {
      Throwables.throwIfUnchecked(Objects.requireNonNull(failed.getCause()));
      throw new AssertionError("a Runnable throws no checked exceptions", failed);
    } finally {
      pool.shutdownNow();
      Uninterruptibles.awaitTerminationUninterruptibly(pool);
    }
  }
}
