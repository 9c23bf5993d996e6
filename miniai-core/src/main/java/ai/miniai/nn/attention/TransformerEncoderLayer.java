package ai.miniai.nn.attention;

import ai.miniai.nn.Dropout;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * PyTorch's layer of a transformer's encoder, batch first: self-attention and two linear layers
 * with an activation between them, each beside a residual connection, and each followed by a layer
 * normalisation: [batch, length, width] to the same. Names, initial weights and their order of
 * random numbers are PyTorch's. Source: Vaswani et al., Attention Is All You Need, 2017.
 *
 * <p>Masks may follow the input, as for {@link MultiheadAttention}.
 */
public final class TransformerEncoderLayer extends Module {
  private static final int FEED_FORWARD = 2048;
  private static final double DROPOUT = 0.1;

  private final MultiheadAttention attention;
  private final Linear linear1;
  private final Dropout dropout;
  private final Linear linear2;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final Dropout dropout1;
  private final Dropout dropout2;
  private UnaryOperator<Tensor> activation = Tensor::relu;
  private boolean normFirst;

  /** With PyTorch's defaults: 2048 features between the linear layers, and a dropout of 0.1. */
  public TransformerEncoderLayer(int width, int heads) {
    this(width, heads, FEED_FORWARD, DROPOUT);
  }

  /**
   * With all sizes.
   *
   * @param width that of the input and the output, a multiple of {@code heads} (PyTorch's {@code
   *     d_model})
   * @param heads their number (PyTorch's {@code nhead})
   * @param feedForward the number of features between the linear layers (PyTorch's {@code
   *     dim_feedforward})
   * @param dropout the probability of dropping: attention weights, features, and what is added to
   *     the residual connections
   */
  public TransformerEncoderLayer(int width, int heads, int feedForward, double dropout) {
    attention = child("self_attn", new MultiheadAttention(width, heads, dropout, true));
    linear1 = child("linear1", new Linear(width, feedForward));
    this.dropout = child("dropout", new Dropout(dropout));
    linear2 = child("linear2", new Linear(feedForward, width));
    norm1 = child("norm1", new LayerNorm(width));
    norm2 = child("norm2", new LayerNorm(width));
    dropout1 = child("dropout1", new Dropout(dropout));
    dropout2 = child("dropout2", new Dropout(dropout));
  }

  /**
   * Takes GELU as the activation, instead of ReLU.
   *
   * @return this
   */
  public TransformerEncoderLayer gelu() {
    activation = Tensor::gelu;
    return this;
  }

  /**
   * Normalises before attention and before the linear layers, not after them. Source: Xiong et al.,
   * On Layer Normalization in the Transformer Architecture, 2020.
   *
   * @return this
   */
  public TransformerEncoderLayer normFirst() {
    normFirst = true;
    return this;
  }

  /**
   * Lets each place attend only to those up to itself.
   *
   * @return this
   */
  public TransformerEncoderLayer causal() {
    attention.causal();
    return this;
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    Tensor x = inputs[0];
    if (normFirst) {
      Tensor y = x.plus(attend(norm1.call(x), inputs));
      return y.plus(feedForward(norm2.call(y)));
    }
    Tensor y = norm1.call(x.plus(attend(x, inputs)));
    return norm2.call(y.plus(feedForward(y)));
  }

  private Tensor attend(Tensor x, Tensor... inputs) {
    Tensor[] withMasks = inputs.clone();
    withMasks[0] = x;
    return dropout1.call(attention.call(withMasks));
  }

  private Tensor feedForward(Tensor x) {
    return dropout2.call(linear2.call(dropout.call(activation.apply(linear1.call(x)))));
  }

  @Override
  protected String details() {
    return normFirst ? "norm first" : "";
  }
}
