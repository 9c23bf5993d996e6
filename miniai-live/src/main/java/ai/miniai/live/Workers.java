package ai.miniai.live;

import com.google.common.util.concurrent.Futures;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a server: a limited number, which do not keep the program from ending. A browser
 * that follows events holds one of them; some are left for all else.
 */
final class Workers {
  /** How many browsers may follow events. */
  static final int STREAMS = 16;

  private static final int OTHERS = 8;
  private static final int WAITING = 64;

  /** A browser that takes no bytes for so long is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService clock;
  private final Semaphore streams = new Semaphore(STREAMS);

  Workers(String name) {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        };
    threads =
        new ThreadPoolExecutor(
            STREAMS + OTHERS,
            STREAMS + OTHERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            daemons);
    threads.allowCoreThreadTimeOut(true);
    clock = Executors.newSingleThreadScheduledExecutor(daemons);
  }

  Executor threads() {
    return threads;
  }

  Semaphore streams() {
    return streams;
  }

  /** Starts a server on one of these threads: its own thread then is such a thread too. */
  void start(HttpServer server) {
    server.setExecutor(threads);
    Futures.getUnchecked(threads.submit(server::start));
  }

  /** Hangs up on a browser unless the result is cancelled in time. */
  Future<?> hangUpLater(HttpExchange exchange) {
    return clock.schedule(exchange::close, PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
