package ai.miniai.callback;

/** A callback has failed. The message names the callback and the event. */
public final class CallbackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CallbackException(Callback callback, Event event, Exception cause) {
    super("callback " + callback.name() + " failed in " + event + ": " + reason(cause), cause);
  }

  private static String reason(Exception cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
