package ai.miniai.tracking;

import java.io.IOException;

/** An MLflow server has answered, but not as it should. */
final class MlflowException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int NO_ERROR = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final int status;
  private final String code;

  /**
   * An error.
   *
   * @param code MLflow's own, such as "RESOURCE_DOES_NOT_EXIST"; empty if there is none
   */
  MlflowException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** An answer that cannot be used. */
  MlflowException(String message) {
    this(NO_ERROR, "", message);
  }

  /** An answer that cannot be read. */
  MlflowException(String message, Throwable cause) {
    this(message);
    initCause(cause);
  }

  String code() {
    return code;
  }

  /** Whether the same request may succeed later. */
  boolean isTemporary() {
    return status >= SERVER_ERROR || status == TIMEOUT || status == TOO_MANY;
  }

  /** Whether all other requests would be refused too. */
  boolean isForbidden() {
    return status == UNAUTHORIZED || status == FORBIDDEN;
  }
}
