package ai.miniai.nn;

/** Undoes the registration of a hook. Closing it twice is harmless. */
@FunctionalInterface
public interface HookHandle extends AutoCloseable {
  /** Removes the hook: it is not called again, not even later in a pass that is under way. */
  @Override
  void close();
}
