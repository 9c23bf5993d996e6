package ai.miniai.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that a browser must know: 144 random bits. */
final class Token {
  private static final int BYTES = 18;

  private final String text;

  Token() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    text = Base64.getUrlEncoder().encodeToString(bytes);
  }

  /** Takes the same time for every wrong text, so that nobody can find it out letter by letter. */
  boolean is(String given) {
    return MessageDigest.isEqual(text.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  /** As it stands in the address. */
  String text() {
    return text;
  }
}
