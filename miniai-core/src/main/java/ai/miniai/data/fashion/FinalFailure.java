package ai.miniai.data.fashion;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A transfer failed, and a further attempt would fail in the same way. */
final class FinalFailure extends IOException {
  private static final long serialVersionUID = 1;

  FinalFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
