package ai.miniai.onnx;

import java.util.HashSet;
import java.util.Set;

/** Gives each value and node of a graph a name of its own. */
final class Names {
  private final Set<String> taken = new HashSet<>();

  /** {@code wanted}, or if it is taken, with a number behind it. */
  String unique(String wanted) {
    String name = wanted.isEmpty() ? "unnamed" : wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
