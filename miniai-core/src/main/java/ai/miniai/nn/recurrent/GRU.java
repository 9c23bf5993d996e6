package ai.miniai.nn.recurrent;

import ai.miniai.tensor.RecurrentFunction;

/**
 * Gated recurrent units, as PyTorch's: h' = (1 − z) · n + z · h with n = tanh(Wx + b + r · (Uh +
 * d)), and the gates r and z are σ(Wx + b + Uh + d). The order of the weights is r, z, n. Inputs:
 * x, then optionally h, then optionally the lengths. Outputs: "output" and "h"; see {@link
 * Recurrent}. Source: Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014;
 * there, r is multiplied by h before U.
 */
public final class GRU extends Recurrent {
  /** One layer in one direction, with biases. */
  public GRU(int in, int hidden) {
    this(in, hidden, new RecurrentOptions());
  }

  /**
   * With options.
   *
   * @param in the number of features of an input
   * @param hidden the number of hidden units
   */
  public GRU(int in, int hidden, RecurrentOptions options) {
    super(RecurrentFunction.GRU, in, hidden, options);
  }
}
