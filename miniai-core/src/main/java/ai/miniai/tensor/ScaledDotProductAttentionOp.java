package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Attention;
import ai.miniai.kernels.Kernels;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * softmax(query · keyᵀ / √width + bias) · value, for each head of each item. Inputs: query, key,
 * value and optionally the bias, with shapes that {@link Attending} has checked.
 */
final class ScaledDotProductAttentionOp extends Operation {
  private final double dropout;
  private final boolean causal;
  private boolean empty;

  ScaledDotProductAttentionOp(double dropout, boolean causal) {
    this.dropout = dropout;
    this.causal = causal;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dropout", dropout, "causal", causal);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray query = inputs[0];
    INDArray key = inputs[1];
    INDArray value = inputs[2];
    empty = query.isEmpty() || key.isEmpty() || value.isEmpty();
    if (empty) { // sums of no products
      return Layout.full(
          query.dataType(), 0, query.size(0), query.size(1), query.size(2), value.size(3));
    }
    INDArray bias = inputs.length > 3 ? Layout.contiguous(inputs[3]) : null;
    INDArray kept =
        dropout == 0
            ? null
            : DropoutOp.mask(
                dropout,
                query.dataType(),
                query.size(0),
                query.size(1),
                query.size(2),
                key.size(2));
    Attention.Result result = Kernels.current().attention(attention(query, key, value, bias, kept));
    if (kept == null) {
      save(query, key, value, result.weights());
    } else {
      save(query, key, value, result.weights(), kept);
    }
    return result.output();
  }

  private Attention attention(
      INDArray query,
      INDArray key,
      INDArray value,
      @Nullable INDArray bias,
      @Nullable INDArray kept) {
    double scale = 1 / Math.sqrt((double) query.size(3));
    return new Attention(query, key, value, bias, kept, causal, scale);
  }

  @Override
  protected void backward(INDArray gradient) {
    if (empty) {
      giveZeros();
      return;
    }
    INDArray kept = dropout == 0 ? null : saved(4);
    Attention.Gradients gradients =
        Kernels.current()
            .attentionBackward(
                attention(saved(0), saved(1), saved(2), null, kept),
                saved(3),
                gradient,
                inputCount() > 3 && needs(3));
    giveAway(0, gradients.query());
    giveAway(1, gradients.key());
    giveAway(2, gradients.value());
    INDArray scores = gradients.scores();
    if (scores != null) {
      giveAway(3, Kernels.current().sumTo(scores, inputShape(3)));
    }
  }
}
