package ai.miniai.kernels.elementwise;

import ai.miniai.array.Lanes;

/** A function of blocks of float32 values. An object is for one thread at a time. */
abstract class FloatFunction {
  /** Room for intermediate values of one block. */
  final float[] spare = new float[Lanes.count(1)];

  final float[] spare2 = new float[Lanes.count(1)];

  /** Writes f(x) to {@code y}, which may be x. */
  abstract void apply(float[] x, float[] y, int length);

  /**
   * Writes gradient · f'(x) to {@code out}, another array, given {@code known}: y = f(x) if {@link
   * ElementFunction#fromResult}, x otherwise.
   */
  abstract void differentiate(float[] known, float[] gradient, float[] out, int length);
}
