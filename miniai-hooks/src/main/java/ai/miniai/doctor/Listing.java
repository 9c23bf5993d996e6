package ai.miniai.doctor;

import com.google.common.base.Joiner;
import java.util.List;

/** Lists names in a sentence. */
final class Listing {
  /** The number of names that are listed. */
  private static final int MOST = 5;

  private Listing() {}

  /** The first names, and how many others there are. */
  static String of(List<String> names) {
    return names.size() <= MOST + 1
        ? Joiner.on(", ").join(names)
        : Joiner.on(", ").join(names.subList(0, MOST))
            + " and "
            + (names.size() - MOST)
            + " others";
  }
}
