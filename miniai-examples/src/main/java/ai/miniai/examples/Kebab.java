package ai.miniai.examples;

import java.util.Locale;

/** Names of constants as they are written on the command line: "batch-norm". */
final class Kebab {
  private Kebab() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
