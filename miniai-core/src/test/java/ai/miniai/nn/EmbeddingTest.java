package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private final Embedding embedding = new Embedding(3, 2);

  @Test
  void looksUpRows() {
    // GIVEN
    embedding.loadStateDict(Map.of("weight", Tensor.of(new float[] {0, 1, 10, 11, 20, 21}, 3, 2)));

    // THEN
    assertThat(embedding.call(Tensor.of(2, 0, 2, 1).reshape(2, 2)))
        .hasShape(2, 2, 2)
        .hasValues(20, 21, 0, 1, 20, 21, 10, 11);
    assertThat(embedding.call(Tensor.of(1).reshape())).hasShape(2).hasValues(10, 11);
  }

  /** As many as make ND4J use all its threads. */
  @Test
  void theGradientOfARowAddsUpItsUses() {
    // GIVEN
    int uses = 30_000;
    Tensor indices = Tensor.of(LongStream.range(0, uses).map(i -> i % 2).toArray());

    // WHEN
    embedding.call(indices).sum().backward();

    // THEN
    assertThat(embedding.parameters().get("weight").grad())
        .isIdenticalTo(Tensor.of(new float[] {15_000, 15_000, 15_000, 15_000, 0, 0}, 3, 2));
  }

  @Test
  void beginsAsInPyTorch() {
    // GIVEN
    Seed.set(1);

    // WHEN
    Tensor weight = new Embedding(5, 4).parameters().get("weight");

    // THEN
    assertThat(weight.slice(0, 0, 2).reshape(-1))
        .hasValues(
            -1.5255959,
            -0.750231802,
            -0.653980911,
            -1.60948479,
            0.865692377,
            0.244403899,
            -0.662911355,
            0.807308257);
  }

  @Test
  void namesAnIndexThatIsNotInTheTable() {
    assertThatThrownBy(() -> embedding.call(Tensor.of(0, 3, 1, 1).reshape(2, 2)))
        .hasMessage(
            "in module Embedding(3, 2): index 3, number 1 of indices of shape [2, 2], is not in"
                + " [0, 3): the embedding has 3 rows");
    assertThatThrownBy(() -> embedding.call(Tensor.of(-1)))
        .hasMessageContaining("index -1, number 0");
  }

  @Test
  void refusesIndicesThatAreNotWhole() {
    assertThatThrownBy(() -> embedding.call(Tensor.zeros(2)))
        .hasMessageContaining("wants indices of type LONG (int64), not FLOAT [2]");
    assertThatThrownBy(() -> new Embedding(0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0 and 2");
  }

  @Test
  void theRowForPaddingIsZeroAndStaysSo() {
    // GIVEN
    Seed.set(1);
    Embedding padded = Embedding.withPadding(5, 4, 1);
    Tensor weight = padded.parameters().get("weight");

    // WHEN
    padded.call(Tensor.of(1, 0, 1, 0, 2)).sum().backward();

    // THEN
    assertThat(weight.slice(0, 0, 3).reshape(-1))
        .hasValues(
            -1.5255959,
            -0.7502318,
            -0.6539809,
            -1.6094848,
            0,
            0,
            0,
            0,
            0.4391416,
            1.1712008,
            1.7674273,
            -0.0953619);
    assertThat(weight.grad()).hasValues(2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(padded.summary()).isEqualTo("Embedding(5, 4, padding 1)");
    assertThatThrownBy(() -> Embedding.withPadding(3, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of the 3 rows of the embedding, from 0, not 3");
    assertThatThrownBy(() -> Tensor.of(1).embedding(Tensor.ones(3, 2), -1))
        .hasMessageContaining("the rows of the weight [3, 2], from 0, not -1");
  }
}
