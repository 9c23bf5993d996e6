package ai.miniai.parallel;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.callback.CancelException;

/**
 * What a rank says about the loop in an exchange.
 *
 * @param kind what it does
 * @param reason why something was cancelled; else empty
 */
record Signal(Kind kind, String reason) {
  private static final char SEPARATOR = ':';

  static final Signal GOES_ON = new Signal(Kind.GOES_ON, "");
  static final Signal ENDS = new Signal(Kind.ENDS, "");

  /** The later, the graver. */
  enum Kind {
    /** It has a batch, or begins a pass. */
    GOES_ON,
    /** It has come to the end of the data, or of the fit. */
    ENDS,
    CANCELS_EPOCH,
    CANCELS_FIT
  }

  /** For a cancelled epoch or fit; a rank whose batch was cancelled goes on. */
  static Signal of(CancelException cancelled) {
    String reason = cancelled.getMessage() == null ? "" : cancelled.getMessage();
    return switch (cancelled.phase()) {
      case BATCH -> GOES_ON;
      case EPOCH -> new Signal(Kind.CANCELS_EPOCH, reason);
      case FIT -> new Signal(Kind.CANCELS_FIT, reason);
    };
  }

  byte[] message() {
    return (kind.name() + SEPARATOR + reason).getBytes(UTF_8);
  }

  static Signal of(byte[] message) {
    String text = new String(message, UTF_8);
    int end = text.indexOf(SEPARATOR);
    return new Signal(Kind.valueOf(text.substring(0, end)), text.substring(end + 1));
  }
}
