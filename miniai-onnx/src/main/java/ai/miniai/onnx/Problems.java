package ai.miniai.onnx;

import java.util.LinkedHashSet;
import java.util.Set;

/** All that cannot be exported of a model, to be told at once. */
final class Problems {
  private final String model;
  private final Set<String> all = new LinkedHashSet<>();

  Problems(String model) {
    this.model = model;
  }

  /**
   * @param where the path of a module; empty for the model itself
   * @param what a function
   * @param reason fits after its name
   */
  void add(String where, String what, String reason) {
    all.add((where.isEmpty() ? "the model itself" : where) + ": " + what + " " + reason);
  }

  void throwIfAny() {
    if (!all.isEmpty()) {
      throw exception();
    }
  }

  /** Tells all problems. */
  IllegalArgumentException exception() {
    return new IllegalArgumentException(
        "%s cannot be exported to ONNX:\n  %s".formatted(model, String.join("\n  ", all)));
  }
}
