package ai.miniai.nn.recurrent;

import ai.miniai.tensor.RecurrentFunction;

/**
 * The simple recurrent layer, as PyTorch's: h' = f(Wx + b + Uh + d), where f is tanh or ReLU.
 * Inputs: x, then optionally h, then optionally the lengths. Outputs: "output" and "h"; see {@link
 * Recurrent}. Source: Elman, Finding Structure in Time, 1990.
 */
public final class RNN extends Recurrent {
  /** The function f. */
  public enum Nonlinearity {
    TANH(RecurrentFunction.RNN_TANH),
    RELU(RecurrentFunction.RNN_RELU);

    private final RecurrentFunction function;

    Nonlinearity(RecurrentFunction function) {
      this.function = function;
    }
  }

  private final Nonlinearity nonlinearity;

  /** One layer in one direction, with tanh and biases. */
  public RNN(int in, int hidden) {
    this(in, hidden, Nonlinearity.TANH, new RecurrentOptions());
  }

  /**
   * With options.
   *
   * @param in the number of features of an input
   * @param hidden the number of hidden units
   */
  public RNN(int in, int hidden, Nonlinearity nonlinearity, RecurrentOptions options) {
    super(nonlinearity.function, in, hidden, options);
    this.nonlinearity = nonlinearity;
  }

  @Override
  protected String details() {
    return super.details() + (nonlinearity == Nonlinearity.TANH ? "" : ", ReLU");
  }
}
