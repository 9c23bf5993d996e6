package ai.miniai.kernels;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link Kernels#attention} computes from: softmax(scale · query · keyᵀ + bias), times kept,
 * times value, for each head of each item. No array is empty; each may have any memory layout,
 * except that {@code bias} and {@code kept} are row-major.
 *
 * @param query [batch, heads, targets, width]
 * @param key [batch, heads, sources, width]
 * @param value [batch, heads, sources, value width]
 * @param bias what is added to the scores, [batch or 1, heads or 1, targets or 1, sources]; or null
 * @param kept what the weights are multiplied with, [batch, heads, targets, sources]; or null
 * @param causal whether target i sees only the sources 0 to i
 */
public record Attention(
    INDArray query,
    INDArray key,
    INDArray value,
    @Nullable INDArray bias,
    @Nullable INDArray kept,
    boolean causal,
    double scale) {
  /**
   * The output [batch, heads, targets, value width], which lies in memory as [batch, targets,
   * heads, value width], and the softmax [batch, heads, targets, sources], which is row-major.
   */
  public record Result(INDArray output, INDArray weights) {}

  /**
   * Gradients of query, key and value, which lie in memory as the output of {@link Result} does,
   * and of the scores, scaled and with the bias: null if not requested.
   */
  public record Gradients(
      INDArray query, INDArray key, INDArray value, @Nullable INDArray scores) {}

  public DataType dataType() {
    return query.dataType();
  }

  public long batch() {
    return query.size(0);
  }

  public long heads() {
    return query.size(1);
  }

  public long targets() {
    return query.size(2);
  }

  public long sources() {
    return key.size(2);
  }
}
