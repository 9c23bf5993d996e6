package ai.miniai.doctor;

import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;

/** Questions about targets that several patterns ask. */
final class Targets {
  private Targets() {}

  /** Whether they name one class for each item. */
  static boolean areClasses(TargetInfo targets) {
    return targets.kind() == TargetKind.CLASSES || targets.kind() == TargetKind.ONE_HOT;
  }

  /** The number of numbers in the target of an item. */
  static long size(TargetInfo targets) {
    return targets.shape().stream().reduce(1, (a, b) -> a * b);
  }
}
