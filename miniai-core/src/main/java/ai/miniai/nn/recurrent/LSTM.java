package ai.miniai.nn.recurrent;

import ai.miniai.tensor.RecurrentFunction;

/**
 * Long short-term memory, as PyTorch's: c' = f · c + i · g and h' = o · tanh(c'), with the gates i,
 * f, g and o in this order. Each is σ(Wx + b + Uh + d), but g has tanh instead of σ. Inputs: x,
 * then optionally h and c, then optionally the lengths. Outputs: "output", "h" and "c"; see {@link
 * Recurrent}. Source: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997, with forget gates.
 */
public final class LSTM extends Recurrent {
  /** One layer in one direction, with biases. */
  public LSTM(int in, int hidden) {
    this(in, hidden, new RecurrentOptions());
  }

  /**
   * With options.
   *
   * @param in the number of features of an input
   * @param hidden the number of hidden units
   */
  public LSTM(int in, int hidden, RecurrentOptions options) {
    super(RecurrentFunction.LSTM, in, hidden, options);
  }
}
