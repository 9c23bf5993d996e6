package ai.miniai.callback;

/** A callback failed. The message names the callback and the event. */
public final class CallbackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CallbackException(Callback callback, Event event, RuntimeException cause) {
    super("callback " + callback.name() + " failed in " + event + ": " + cause.getMessage(), cause);
  }
}
