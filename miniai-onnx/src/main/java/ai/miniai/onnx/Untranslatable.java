package ai.miniai.onnx;

/** Says why a function cannot be written in ONNX, as text that fits after its name. */
final class Untranslatable extends RuntimeException {
  private final String reason;

  Untranslatable(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
