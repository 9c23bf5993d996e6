package ai.miniai.examples;

/**
 * Lets Ctrl-C end a fit early instead of killing the program. Until this object is closed, Ctrl-C
 * interrupts the thread that created it; the learner ends the fit, and the program has time to draw
 * the results so far.
 */
final class Interrupts implements AutoCloseable {
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::interruptAndWait, "miniai-interrupt");
  private final Object lock = new Object();
  private boolean done;

  Interrupts() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interruptAndWait() {
    worker.interrupt();
    synchronized (lock) {
      while (!done) {
        try {
          lock.wait();
        } catch (InterruptedException impatient) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      done = true;
      lock.notifyAll();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // Ctrl-C was pressed: the shutdown hook has just been released.
    }
  }
}
