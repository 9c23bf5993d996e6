package ai.miniai.examples;

import ai.miniai.device.Device;
import ai.miniai.loss.Losses;
import ai.miniai.tensor.Tensor;
import com.google.common.util.concurrent.Uninterruptibles;

/**
 * Starts ND4J and oneDNN on another thread, which takes half a second, while this thread reads the
 * data. If that fails, whoever needs them next is told. {@link #close} waits for the thread.
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
      Tensor logits = ModelName.CNN.create().call(Tensor.zeros(2, 1, 28, 28));
      Losses.crossEntropy(logits, Tensor.of(0L, 1L)).backward();
    } catch (RuntimeException | LinkageError reportedLater) {
      // The next call fails in the same way, on a thread whose caller reports it.
    }
  }

  @Override
  public void close() {
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
