package ai.miniai.examples.battery.record;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How a run of a battery was used. */
public enum Part {
  /** Used to choose thresholds. */
  SEEN,
  /** Held out at that time, and used for evaluation. */
  HELD_OUT,
  /** Trained for the second evaluation of the images, and not used before. */
  FRESH;

  /** The fraction of the runs that is held out. */
  private static final double HELD_OUT_SHARE = 0.5;

  /** Seen or held out: about half of the runs each, by a hash of the name. */
  public static Part of(String id) {
    int hash = Hashing.murmur3_32_fixed().hashString(id, StandardCharsets.UTF_8).asInt();
    return Integer.toUnsignedLong(hash) < HELD_OUT_SHARE * (1L << Integer.SIZE) ? HELD_OUT : SEEN;
  }

  /** In words, such as "held out". */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
