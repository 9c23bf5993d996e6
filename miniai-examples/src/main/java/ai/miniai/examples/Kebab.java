package ai.miniai.examples;

import java.util.Locale;

/** The spelling of enum constants on the command line, such as "batch-norm". */
final class Kebab {
  private Kebab() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
