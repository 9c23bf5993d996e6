package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/** Inputs that PyTorch can be given too. */
public final class Numbers {
  private Numbers() {}

  /** Value i is ((i · factor) mod modulus − shift) / 10. */
  public static Tensor cycle(int factor, int modulus, int shift, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * factor % modulus - shift) / 10f;
    }
    return Tensor.of(values, shape);
  }
}
