package ai.miniai.tensor;

import org.apiguardian.api.API;

/** A gradient that comes from elsewhere. For code that exchanges gradients with other processes. */
@API(status = API.Status.INTERNAL)
public final class ReceivedGradient {
  private ReceivedGradient() {}

  /**
   * Makes {@code row[from]} and the values after it the gradient of {@code parameter}, in logical
   * order, instead of what it was.
   */
  public static void set(Tensor parameter, float[] row, int from) {
    parameter.setGrad(row, from);
  }
}
