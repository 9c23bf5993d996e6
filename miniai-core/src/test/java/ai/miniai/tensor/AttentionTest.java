package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The function for attention. */
class AttentionTest {
  private final Tensor query = Tensor.randn(2, 3, 4, 5);
  private final Tensor key = Tensor.randn(2, 3, 6, 5);
  private final Tensor value = Tensor.randn(2, 3, 6, 7);

  @Test
  void isASoftmaxBetweenProducts() {
    Tensor weights = query.matmul(key.transpose(-2, -1)).div(Math.sqrt(5)).softmax(-1);

    assertThat(query.scaledDotProductAttention(key, value))
        .within(1e-5)
        .isCloseTo(weights.matmul(value));
  }

  /** Unlike in the layers: in this function true means that a source takes part. */
  @Test
  void aMaskSaysWhatTakesPart() {
    Tensor first = Tensor.arange(6).lt(2L);

    assertThat(query.scaledDotProductAttention(key, value, first, 0, false))
        .within(1e-5)
        .isCloseTo(query.scaledDotProductAttention(key.slice(2, 0, 2), value.slice(2, 0, 2)));
  }

  @Test
  void aMaskMayBeOneForAllSources() {
    Tensor target = Tensor.ones(4, 1).gt(0);
    Tensor shift = Tensor.randn(3, 1, 1);

    assertThat(query.scaledDotProductAttention(key, value, target, 0, false))
        .isIdenticalTo(query.scaledDotProductAttention(key, value));
    assertThat(query.scaledDotProductAttention(key, value, shift, 0, false))
        .within(1e-5)
        .isCloseTo(query.scaledDotProductAttention(key, value));
  }

  @Test
  void ofNoSourcesIsZeroWithoutAGradient() {
    Tensor x = query.detach().requiresGrad(true);

    Tensor y = x.scaledDotProductAttention(Tensor.zeros(2, 3, 0, 5), Tensor.zeros(2, 3, 0, 7));
    y.sum().backward();

    assertThat(y).isIdenticalTo(Tensor.zeros(2, 3, 4, 7));
    assertThat(x.grad()).isIdenticalTo(Tensor.zeros(2, 3, 4, 5));
  }

  @Test
  void float16IsComputedInFloat32() {
    Tensor y =
        query
            .to(DataType.FLOAT16)
            .scaledDotProductAttention(key.to(DataType.FLOAT16), value.to(DataType.FLOAT16));

    assertThat(y).hasType(DataType.FLOAT16);
    assertThat(y.to(DataType.FLOAT))
        .within(5e-3)
        .isCloseTo(query.scaledDotProductAttention(key, value));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> query.scaledDotProductAttention(key, query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attention wants a query [batch, heads, targets, width], a key [batch, heads, sources,"
                + " width] and a value [batch, heads, sources, value width], not [2, 3, 4, 5], [2, 3,"
                + " 6, 5] and [2, 3, 4, 5]");
    assertThatThrownBy(
            () -> query.scaledDotProductAttention(key, value, Tensor.zeros(6, 4), 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attention with scores [batch, heads, targets, sources] of shape [2, 3, 4, 6] wants a"
                + " mask that broadcasts to it, of type BOOL (true: takes part) or floating point"
                + " (added), not FLOAT [6, 4]");
    assertThatThrownBy(() -> query.scaledDotProductAttention(key, value, null, 1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the probability of dropping must lie in [0, 1), not 1.0");
  }
}
