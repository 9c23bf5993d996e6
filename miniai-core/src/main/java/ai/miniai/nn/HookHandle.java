package ai.miniai.nn;

/** Removes a registered hook. Closing it twice is harmless. */
@FunctionalInterface
public interface HookHandle extends AutoCloseable {
  /** Removes the hook. It is not called again, not even later in a pass that is already running. */
  @Override
  void close();
}
