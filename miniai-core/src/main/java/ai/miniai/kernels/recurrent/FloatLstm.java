package ai.miniai.kernels.recurrent;

import java.util.Arrays;

/** {@link RecurrentCell#LSTM}. */
final class FloatLstm extends FloatCell {
  private final float[] tanhs;

  FloatLstm(int length) {
    super(RecurrentCell.LSTM, length);
    tanhs = new float[length];
  }

  @Override
  void forward() {
    sigmoid(gates[0], length);
    sigmoid(gates[1], length);
    tanh(gates[2], gates[2], length);
    sigmoid(gates[3], length);
    remember(gates[0], gates[1], gates[2], c, nextC, length);
    tanh(nextC, tanhs, length);
    multiply(gates[3], tanhs, nextH, length);
  }

  private static void remember(
      float[] i, float[] f, float[] g, float[] c, float[] next, int length) {
    for (int k = 0; k < length; k++) {
      next[k] = f[k] * c[k] + i[k] * g[k];
    }
  }

  private static void multiply(float[] o, float[] tanh, float[] next, int length) {
    for (int k = 0; k < length; k++) {
      next[k] = o[k] * tanh[k];
    }
  }

  @Override
  void backward() {
    remember(gates[0], gates[1], gates[2], c, tanhs, length);
    tanh(tanhs, tanhs, length);
    differentiateOutput(gates[3], tanhs, gradientH, gradientC, length);
    differentiate(gates[0], gates[1], gates[2], c, tanhs, nextC, length);
    Arrays.fill(nextH, 0);
  }

  /** Replaces o by its gradient, and tanh by the gradient of c, which adds what comes from h. */
  private static void differentiateOutput(
      float[] o, float[] tanh, float[] gradientH, float[] gradientC, int length) {
    for (int k = 0; k < length; k++) {
      float forH = gradientH[k];
      float t = tanh[k];
      float gate = o[k];
      tanh[k] = gradientC[k] + forH * gate * (1 - t * t);
      o[k] = forH * t * gate * (1 - gate);
    }
  }

  /** Replaces the other gates by their gradients. */
  private static void differentiate(
      float[] i, float[] f, float[] g, float[] c, float[] gradient, float[] next, int length) {
    for (int k = 0; k < length; k++) {
      float forC = gradient[k];
      float input = i[k];
      float forget = f[k];
      float value = g[k];
      next[k] = forC * forget;
      i[k] = forC * value * input * (1 - input);
      f[k] = forC * c[k] * forget * (1 - forget);
      g[k] = forC * input * (1 - value * value);
    }
  }
}
