package ai.miniai.examples;

import ai.miniai.device.Device;
import com.google.common.util.concurrent.Uninterruptibles;

/**
 * Starts ND4J on another thread, which takes a third of a second, while this thread reads the data.
 * If that fails, whoever needs ND4J next is told. {@link #close} waits for the thread.
 */
final class EarlyStart implements AutoCloseable {
  private final Thread thread = new Thread(EarlyStart::start, "miniai-early-start");

  EarlyStart() {
    thread.setDaemon(true); // an exit does not wait for it
    thread.start();
  }

  private static void start() {
    try {
      Device.current();
    } catch (IllegalStateException | LinkageError reportedLater) {
      // The next call fails in the same way, on a thread whose caller reports it.
    }
  }

  @Override
  public void close() {
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
