package ai.miniai.setup;

/** What targets are. */
public enum TargetKind {
  /** Integers: indices of classes. */
  CLASSES,
  /** Rows of zeros with a single 1. */
  ONE_HOT,
  /** Numbers that are all 0 or 1. */
  BINARY,
  /** Any other numbers. */
  NUMBERS
}
