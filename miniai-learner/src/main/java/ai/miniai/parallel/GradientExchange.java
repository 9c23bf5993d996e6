package ai.miniai.parallel;

/** Replaces each rank's gradients by their mean over the items of all ranks. */
interface GradientExchange extends AutoCloseable {
  /**
   * What came of an exchange.
   *
   * @param items of all ranks together
   * @param signalled whether a rank does not simply go on; the gradients are then as before
   */
  record Sum(long items, boolean signalled) {}

  /** The backward pass of a batch with so many items comes next. */
  default void begin(int items) {}

  /**
   * Exchanges, and sets the gradients if there are items and no signals.
   *
   * @param items of this rank's batch; 0 if its gradients do not count
   * @param signal whether this rank does not simply go on
   */
  Sum exchange(int items, boolean signal);

  @Override
  default void close() {}
}
