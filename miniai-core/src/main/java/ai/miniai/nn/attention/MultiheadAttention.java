package ai.miniai.nn.attention;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Initialization;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's multi-head attention, batch first: query, key and value are divided into heads by
 * linear layers, each head of a target attends to all sources, and a linear layer joins the outputs
 * of the heads. Names, initial weights and their order of random numbers are PyTorch's. Source:
 * Vaswani et al., Attention Is All You Need, 2017.
 *
 * <p>Call it with a query [batch, targets, width], which is also key and value, or with a query, a
 * key [batch, sources, width] and a value of the same shape. Masks may follow:
 *
 * <ul>
 *   <li>a key padding mask, BOOL [batch, sources]: true where a source is to be ignored
 *   <li>an attention mask: floating point [targets, sources], which is added to the scores (−∞ to
 *       ignore a source); BOOL [batch or 1, targets, sources], true where a source is to be
 *       ignored; or either [batch or 1, heads or 1, targets, sources]
 * </ul>
 *
 * <p>(PyTorch also takes a BOOL attention mask [targets, sources], which is a key padding mask
 * here: use {@code unsqueeze(0)}. And its masks of three dimensions are [batch · heads, targets,
 * sources].) A target that may attend to no source has an output of NaN, as in PyTorch.
 *
 * <p>The output is [batch, targets, width]. {@link #withWeights} adds a second one.
 */
public final class MultiheadAttention extends Module {
  private final int heads;
  private final double dropout;
  private final Tensor inProjWeight;
  private final @Nullable Tensor inProjBias;
  private final Linear outProj;
  private boolean causal;
  private boolean weights;

  /** With PyTorch's defaults: no dropout, and biases. */
  public MultiheadAttention(int width, int heads) {
    this(width, heads, 0, true);
  }

  /**
   * With all settings.
   *
   * @param width that of the input and the output, a multiple of {@code heads} (PyTorch's {@code
   *     embed_dim})
   * @param heads their number (PyTorch's {@code num_heads})
   * @param dropout the probability with which each attention weight is dropped while training
   * @param bias whether the linear layers have a bias
   */
  public MultiheadAttention(int width, int heads, double dropout, boolean bias) {
    checkArgument(
        heads > 0 && width > 0 && width % heads == 0,
        "the width must be a positive multiple of the number of heads, not %s with %s heads",
        width,
        heads);
    checkArgument(
        dropout >= 0 && dropout < 1,
        "the probability of dropping must lie in [0, 1), not %s",
        dropout);
    this.heads = heads;
    this.dropout = dropout;
    inProjWeight = parameter("in_proj_weight", zeros(3L * width, width));
    inProjBias = bias ? parameter("in_proj_bias", zeros(3L * width)) : null;
    outProj = child("out_proj", new Linear(width, width, bias));
    Initialization.xavierUniform(inProjWeight);
    Tensor outBias = outProj.parameters().get("bias");
    if (outBias != null) {
      outBias.update(array -> array.assign(0));
    }
  }

  private static Tensor zeros(long... shape) {
    return MemoryScope.outside(() -> Tensor.zeros(shape));
  }

  /**
   * Lets target i attend only to the sources 0 to i.
   *
   * @return this
   */
  public MultiheadAttention causal() {
    causal = true;
    return this;
  }

  /**
   * Adds an output "weights" to the one named "output": the attention weights after dropout,
   * averaged over the heads, [batch, targets, sources]. Call {@link #callAll} then. This is slower.
   *
   * @return this
   */
  public MultiheadAttention withWeights() {
    weights = true;
    return this;
  }

  @Override
  protected Outputs forwardAll(Tensor... inputs) {
    AttentionInputs given = AttentionInputs.of(width(), inputs);
    Tensor query = heads(given.query(), 0);
    Tensor key = heads(given.key(), 1);
    Tensor value = heads(given.value(), 2);
    Tensor mask = AttentionMask.of(given.masks(), given.query(), given.key(), heads);
    double p = training() ? dropout : 0;
    if (!weights) {
      return Outputs.of(
          "output", joined(query.scaledDotProductAttention(key, value, mask, p, causal)));
    }
    Tensor each = AttentionWeights.of(query, key, mask, causal);
    Tensor kept = p > 0 ? each.dropout(p) : each;
    return Outputs.of("output", joined(kept.matmul(value))).and("weights", kept.mean(1));
  }

  private int width() {
    return Math.toIntExact(inProjWeight.size(1));
  }

  /** The projection to [batch, heads, length, width of a head]: the first, second or third one. */
  private Tensor heads(Tensor x, int which) {
    long from = (long) which * width();
    long to = from + width();
    Tensor bias = inProjBias;
    return x.linear(inProjWeight.slice(0, from, to), bias == null ? null : bias.slice(0, from, to))
        .reshape(x.size(0), x.size(1), heads, width() / heads)
        .permute(0, 2, 1, 3);
  }

  private Tensor joined(Tensor x) {
    return outProj.call(x.permute(0, 2, 1, 3).reshape(x.size(0), x.size(2), width()));
  }

  @Override
  protected String details() {
    return width()
        + ", "
        + heads
        + " heads"
        + (dropout > 0 ? ", dropout " + dropout : "")
        + (inProjBias == null ? ", no bias" : "")
        + (causal ? ", causal" : "")
        + (weights ? ", with weights" : "");
  }
}
