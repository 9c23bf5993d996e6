package ai.miniai.kernels.recurrent;

import java.util.Arrays;

/** {@link RecurrentCell#RNN_TANH} and {@link RecurrentCell#RNN_RELU}. */
final class FloatRnn extends FloatCell {
  private final boolean relu;

  FloatRnn(RecurrentCell kind, int length) {
    super(kind, length);
    relu = kind == RecurrentCell.RNN_RELU;
  }

  @Override
  void forward() {
    float[] gate = gates[0];
    if (relu) {
      rectify(gate, length);
    } else {
      tanh(gate, gate, length);
    }
    System.arraycopy(gate, 0, nextH, 0, length);
  }

  private static void rectify(float[] x, int length) {
    for (int k = 0; k < length; k++) {
      x[k] = Math.max(x[k], 0);
    }
  }

  @Override
  void backward() {
    if (relu) {
      differentiateRelu(gates[0], gradientH, length);
    } else {
      differentiateTanh(gates[0], gradientH, length);
    }
    Arrays.fill(nextH, 0);
  }

  /** Where y is NaN, the gradient passes, as in PyTorch. */
  private static void differentiateRelu(float[] y, float[] gradient, int length) {
    for (int k = 0; k < length; k++) {
      y[k] = y[k] <= 0 ? 0 : gradient[k];
    }
  }

  private static void differentiateTanh(float[] y, float[] gradient, int length) {
    for (int k = 0; k < length; k++) {
      y[k] = gradient[k] * (1 - y[k] * y[k]);
    }
  }
}
