package ai.miniai.bench;

import java.util.Locale;

/** The spelling of enum constants on the command line and in tables, such as "bn-cnn". */
final class Kebab {
  private Kebab() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
