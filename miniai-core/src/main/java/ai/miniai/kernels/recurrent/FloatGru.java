package ai.miniai.kernels.recurrent;

/** {@link RecurrentCell#GRU}. */
final class FloatGru extends FloatCell {
  FloatGru(int length) {
    super(RecurrentCell.GRU, length);
  }

  @Override
  void forward() {
    add(contributions[0], gates[0], length);
    add(contributions[1], gates[1], length);
    sigmoid(gates[0], length);
    sigmoid(gates[1], length);
    addProduct(gates[0], contributions[2], gates[2], length);
    tanh(gates[2], gates[2], length);
    mix(gates[1], gates[2], h, nextH, length);
  }

  private static void add(float[] x, float[] sum, int length) {
    for (int k = 0; k < length; k++) {
      sum[k] += x[k];
    }
  }

  private static void addProduct(float[] r, float[] x, float[] sum, int length) {
    for (int k = 0; k < length; k++) {
      sum[k] += r[k] * x[k];
    }
  }

  private static void mix(float[] z, float[] n, float[] h, float[] next, int length) {
    for (int k = 0; k < length; k++) {
      next[k] = (h[k] - n[k]) * z[k] + n[k];
    }
  }

  @Override
  void backward() {
    differentiate(gates[1], gates[2], h, gradientH, nextH, length);
    differentiateReset(gates[0], gates[2], contributions[2], length);
    System.arraycopy(gates[0], 0, contributions[0], 0, length);
    System.arraycopy(gates[1], 0, contributions[1], 0, length);
  }

  /** Replaces z and n by their gradients. */
  private static void differentiate(
      float[] z, float[] n, float[] h, float[] gradient, float[] next, int length) {
    for (int k = 0; k < length; k++) {
      float forH = gradient[k];
      float update = z[k];
      float value = n[k];
      next[k] = forH * update;
      z[k] = forH * (h[k] - value) * update * (1 - update);
      n[k] = forH * (1 - update) * (1 - value * value);
    }
  }

  /** Replaces r and the contribution of h to the last gate by their gradients. */
  private static void differentiateReset(float[] r, float[] gradient, float[] x, int length) {
    for (int k = 0; k < length; k++) {
      float reset = r[k];
      float forSum = gradient[k];
      r[k] = forSum * x[k] * reset * (1 - reset);
      x[k] = forSum * reset;
    }
  }
}
