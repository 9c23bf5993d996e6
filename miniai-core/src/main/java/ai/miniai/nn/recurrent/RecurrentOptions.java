package ai.miniai.nn.recurrent;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The options of recurrent layers. Without any, there is one layer in one direction, with biases,
 * and the batch is the first dimension:
 *
 * <pre>{@code
 * new LSTM(128, 256, new RecurrentOptions().layers(2).dropout(0.3).bidirectional());
 * }</pre>
 */
public final class RecurrentOptions {
  private final int layers;
  private final boolean bias;
  private final boolean batchFirst;
  private final double dropout;
  private final boolean bidirectional;

  public RecurrentOptions() {
    this(1, true, true, 0, false);
  }

  private RecurrentOptions(
      int layers, boolean bias, boolean batchFirst, double dropout, boolean bidirectional) {
    this.layers = layers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
  }

  /** This many layers, each on the output of the one before: PyTorch's {@code num_layers}. */
  public RecurrentOptions layers(int count) {
    checkArgument(count > 0, "the number of layers must be positive, not %s", count);
    return new RecurrentOptions(count, bias, batchFirst, dropout, bidirectional);
  }

  /** Without biases: PyTorch's {@code bias=False}. */
  public RecurrentOptions withoutBias() {
    return new RecurrentOptions(layers, false, batchFirst, dropout, bidirectional);
  }

  /**
   * Inputs and outputs are [time, batch, features] instead of [batch, time, features]: PyTorch's
   * {@code batch_first=False}, which is its default.
   */
  public RecurrentOptions timeFirst() {
    return new RecurrentOptions(layers, bias, false, dropout, bidirectional);
  }

  /**
   * In training mode, sets values between two layers to 0 with probability {@code p}, and scales
   * the others by 1 / (1 − p). It has no effect if there is one layer.
   */
  public RecurrentOptions dropout(double p) {
    checkArgument(p >= 0 && p < 1, "the probability of dropping must lie in [0, 1), not %s", p);
    return new RecurrentOptions(layers, bias, batchFirst, p, bidirectional);
  }

  /**
   * Each layer also reads the sequences from their ends, with weights of its own. The outputs of
   * both directions are concatenated.
   */
  public RecurrentOptions bidirectional() {
    return new RecurrentOptions(layers, bias, batchFirst, dropout, true);
  }

  int layers() {
    return layers;
  }

  boolean bias() {
    return bias;
  }

  boolean batchFirst() {
    return batchFirst;
  }

  double dropout() {
    return dropout;
  }

  int directions() {
    return bidirectional ? 2 : 1;
  }

  /** What differs from the defaults, each after a comma. */
  String unusual() {
    return (layers == 1 ? "" : ", " + layers + " layers")
        + (bias ? "" : ", no bias")
        + (batchFirst ? "" : ", time first")
        + (dropout == 0 ? "" : ", dropout " + dropout)
        + (bidirectional ? ", bidirectional" : "");
  }
}
