package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import ai.miniai.kernels.loss.ElementLoss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Functions of {@link Tensor} that layers and losses are built from: matrix products, embeddings,
 * losses.
 */
sealed interface ModelFunctions extends Sized permits Tensor {
  /**
   * The matrix product: [n, k] × [k, m], or batches [..., n, k] × [..., k, m] with leading
   * dimensions that broadcast. A vector [k] is a row on the left and a column on the right; the
   * result lacks the dimension that this adds.
   */
  default Tensor matmul(Tensor other) {
    return Products.matmul(self(), other);
  }

  /**
   * this · weightᵀ + bias, for this [..., in], weight [out, in] and bias [out] (or null). The
   * result is [..., out].
   */
  default Tensor linear(Tensor weight, @Nullable Tensor bias) {
    return bias == null
        ? Promotion.numbers(new LinearOp(), self(), weight)
        : Promotion.numbers(new LinearOp(), self(), weight, bias);
  }

  /**
   * Scaled dot-product attention of this query [batch, heads, targets, width]: softmax(query · keyᵀ
   * / √width) · value, for each head of each item. The result is [batch, heads, targets, value
   * width]. Source: Vaswani et al., Attention Is All You Need, 2017.
   *
   * @param key [batch, heads, sources, width]
   * @param value [batch, heads, sources, value width]
   */
  default Tensor scaledDotProductAttention(Tensor key, Tensor value) {
    return Attending.attention(self(), key, value, null, 0, false);
  }

  /**
   * Like {@link #scaledDotProductAttention(Tensor, Tensor)}, with all settings. A target that sees
   * no source has an output of NaN, as in PyTorch 1.13.
   *
   * @param mask broadcast to the scores [batch, heads, targets, sources]: BOOL, true where a source
   *     takes part (PyTorch's convention for this function, unlike that of its layers); or floating
   *     point, which is added to the scores, and may get a gradient; or null
   * @param dropout the probability with which each weight is set to 0 (the others are multiplied by
   *     1 / (1 − dropout)); 0 while evaluating
   * @param causal whether target i sees only the sources 0 to i
   */
  default Tensor scaledDotProductAttention(
      Tensor key, Tensor value, @Nullable Tensor mask, double dropout, boolean causal) {
    return Attending.attention(self(), key, value, mask, dropout, causal);
  }

  /**
   * Looks up the rows of {@code weight} [rows, width] at the indices in this tensor, which is int64
   * or int32 and of any shape. The result is [..., width].
   *
   * @throws IllegalArgumentException also if an index is outside the table. On a GPU indices are
   *     not checked, because that would wait for the device, and the result is undefined
   */
  default Tensor embedding(Tensor weight) {
    return EmbeddingOp.of(self(), weight, EmbeddingOp.NO_PADDING);
  }

  /**
   * Like {@link #embedding(Tensor)}. The row {@code paddingIdx} gets no gradient (PyTorch's {@code
   * padding_idx}).
   *
   * @param paddingIdx in [0, rows)
   */
  default Tensor embedding(Tensor weight, long paddingIdx) {
    checkArgument(
        weight.rank() == 2 && paddingIdx >= 0 && paddingIdx < weight.size(0),
        "the row for padding must be one of the rows of the weight %s, from 0, not %s",
        Shapes.lazily(() -> Shapes.text(weight.shape())),
        paddingIdx);
    return EmbeddingOp.of(self(), weight, paddingIdx);
  }

  /**
   * The mean cross-entropy of logits [batch, classes] against class labels [batch] (int64) or
   * probabilities [batch, classes].
   */
  default Tensor crossEntropy(Tensor target) {
    Promotion.checkFloating("cross-entropy", self());
    Promotion.checkNumbers("cross-entropy", target);
    if (!target.dataType().isFPType()) {
      return Promotion.floating(new CrossEntropyOp(target), self());
    }
    checkArgument(
        rank() == 2 && Arrays.equals(shape(), target.shape()),
        "cross-entropy wants logits [batch, classes] and labels [batch] (int64), or probabilities"
            + " [batch, classes]; given logits %s and probabilities %s",
        Shapes.text(shape()),
        Shapes.text(target.shape()));
    return Promotion.wide(self(), x -> x.logSoftmax(-1).times(target).sum().times(-1.0 / size(0)));
  }

  /** The mean squared difference. At least one of the two tensors must be floating point. */
  default Tensor mse(Tensor target) {
    checkArgument(
        Arrays.equals(shape(), target.shape()),
        "mse wants equal shapes, but the prediction is %s and the target %s: broadcasting them"
            + " would hide a mistake",
        Shapes.text(shape()),
        Shapes.text(target.shape()));
    DataType kind = Promotion.of(self(), target);
    checkArgument(
        kind.isFPType(),
        "mse wants floating point numbers, but the prediction is %s and the target %s: convert"
            + " with to(DataType.FLOAT)",
        dataType(),
        target.dataType());
    return Promotion.arithmetic(
        ElementLossOp.sum(ElementLoss.SQUARED, 0, 1.0 / length()), self(), target);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
