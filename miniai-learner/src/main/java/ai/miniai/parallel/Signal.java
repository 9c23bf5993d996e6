package ai.miniai.parallel;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.callback.CancelException;
import java.util.Arrays;

/**
 * What a rank says about the loop in an exchange.
 *
 * @param kind what it does
 * @param reason why something was cancelled; else empty
 */
record Signal(Kind kind, String reason) {
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
    byte[] text = reason.getBytes(UTF_8);
    byte[] message = new byte[text.length + 1];
    message[0] = (byte) kind.ordinal();
    System.arraycopy(text, 0, message, 1, text.length);
    return message;
  }

  static Signal of(byte[] message) {
    return new Signal(
        Kind.values()[message[0]],
        new String(Arrays.copyOfRange(message, 1, message.length), UTF_8));
  }
}
