package ai.miniai.kernels.onednn;

import org.bytedeco.javacpp.FloatPointer;

/** The gradient of a function of the rows of a float32 matrix, given its result. */
@FunctionalInterface
interface RowGradient {
  /** Computes {@code out}, which may be {@code gradient}, from the result {@code y}. */
  void run(FloatPointer y, FloatPointer gradient, FloatPointer out);
}
