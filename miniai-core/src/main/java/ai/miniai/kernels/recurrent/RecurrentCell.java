package ai.miniai.kernels.recurrent;

/**
 * What a recurrent layer computes in one step from the input x and the state h before it. Each gate
 * has a row of weights and of biases for x and for h, in the order of the formulas. σ is the
 * sigmoid function. Source of all formulas: PyTorch's {@code torch.nn.RNN}, {@code LSTM} and {@code
 * GRU}.
 */
public enum RecurrentCell {
  /** h' = tanh(Wx + b + Uh + d). */
  RNN_TANH(1),

  /** h' = max(Wx + b + Uh + d, 0). */
  RNN_RELU(1),

  /**
   * i, f, o = σ(Wx + b + Uh + d) and g = tanh(Wx + b + Uh + d), in the order i, f, g, o; c' = f · c
   * + i · g, and h' = o · tanh(c').
   */
  LSTM(4),

  /**
   * r, z = σ(Wx + b + Uh + d), n = tanh(Wx + b + r · (Uh + d)), in this order, and h' = (1 − z) · n
   * + z · h.
   */
  GRU(3);

  private final int gates;

  RecurrentCell(int gates) {
    this.gates = gates;
  }

  /** The number of gates: rows of weights for each hidden unit. */
  public int gates() {
    return gates;
  }

  /** Whether the state has a second part, c. */
  public boolean hasMemory() {
    return this == LSTM;
  }

  /**
   * Whether the contribution of h is needed apart from that of x. Otherwise a gate depends only on
   * their sum.
   */
  public boolean splitsSums() {
    return this == GRU;
  }
}
