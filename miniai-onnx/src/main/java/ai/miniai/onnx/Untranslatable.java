package ai.miniai.onnx;

/** Says why a function cannot be written in ONNX, as text that fits after its name. */
final class Untranslatable extends RuntimeException {
  Untranslatable(String reason) {
    super(reason);
  }
}
