package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Embeddings of positions and of time steps. */
class EmbeddedPositionsTest {
  @Test
  void learnedPositionsAreAddedToEachSequence() {
    // GIVEN
    LearnedPositionalEmbedding positions = new LearnedPositionalEmbedding(4, 2);
    Tensor weight = positions.parameters().get("weight");
    Tensor x = Tensor.ones(2, 3, 2);
    // WHEN
    Tensor y = positions.call(x);
    y.sum().backward();
    // THEN
    Tensor first = weight.slice(0, 0, 3);
    assertThat(y.minus(1)).within(1e-6).isCloseTo(Tensor.stack(0, first, first));
    assertThat(weight.grad()).hasValues(2, 2, 2, 2, 2, 2, 0, 0);
  }

  @Test
  void learnedPositionsStartAsThoseOfAnEmbedding() {
    Seed.set(3);
    Tensor embedding = new Embedding(4, 2).parameters().get("weight");
    Seed.set(3);

    assertThat(new LearnedPositionalEmbedding(4, 2).stateDict().get("weight"))
        .isIdenticalTo(embedding.detach());
  }

  @Test
  void sequencesMayBeShorterOrLongerThanTheLast() {
    SinusoidalPositionalEmbedding positions = new SinusoidalPositionalEmbedding(4);
    Tensor all = positions.call(Tensor.zeros(1, 9, 4));
    Tensor longer = positions.call(Tensor.zeros(1, 20, 4));

    assertThat(positions.call(Tensor.zeros(1, 5, 4))).isIdenticalTo(all.slice(1, 0, 5));
    assertThat(longer.slice(1, 0, 9)).isIdenticalTo(all);
    assertThat(positions.call(Tensor.zeros(2, 0, 4))).hasShape(2, 0, 4);
    assertThat(positions.stateDict()).isEmpty();
  }

  @Test
  void aCopyEmbedsTheSame() {
    SinusoidalPositionalEmbedding positions = new SinusoidalPositionalEmbedding(4);
    Tensor x = Tensor.zeros(1, 9, 4);

    assertThat(positions.copy().call(x)).isIdenticalTo(positions.call(x));
  }

  @Test
  void positionsOutliveTheMemoryScopeInWhichTheyWereFirstComputed() {
    SinusoidalPositionalEmbedding positions = new SinusoidalPositionalEmbedding(4);
    double[] inside;
    try (MemoryScope scope = MemoryScope.open()) {
      inside = positions.call(Tensor.zeros(1, 3, 4)).toDoubles();
    }

    assertThat(positions.call(Tensor.zeros(1, 3, 4))).within(0).hasValues(inside);
  }

  @Test
  void theTypeIsThatOfTheInput() {
    Tensor x = Tensor.zeros(1, 2, 4).to(DataType.DOUBLE);

    assertThat(new SinusoidalPositionalEmbedding(4).call(x)).hasType(DataType.DOUBLE);
    assertThat(new TimestepEmbedding(4).call(Tensor.arange(3))).hasType(DataType.FLOAT);
    assertThat(new TimestepEmbedding(4).call(Tensor.zeros(3).to(DataType.DOUBLE)))
        .hasType(DataType.DOUBLE);
  }

  @Test
  void timeStepsMayBeWholeNumbersOrNone() {
    TimestepEmbedding embedding = new TimestepEmbedding(3);

    assertThat(embedding.call(Tensor.of(0, 2)))
        .hasShape(2, 3)
        .hasValues(0, 1, 0, Math.sin(2), Math.cos(2), 0);
    assertThat(embedding.call(Tensor.zeros(0))).hasShape(0, 3);
  }

  @Test
  void refuseWhatTheyCannotEmbed() {
    assertThatThrownBy(() -> new LearnedPositionalEmbedding(4, 2).call(Tensor.zeros(1, 5, 2)))
        .hasMessageContaining(
            "expected an input of shape [batch, length, 2] with a length of at most 4, not [1, 5,"
                + " 2]");
    assertThatThrownBy(() -> new SinusoidalPositionalEmbedding(4).call(Tensor.zeros(2, 3)))
        .hasMessageContaining(
            "expected floating point numbers [batch, length, 4], not FLOAT [2, 3]");
    assertThatThrownBy(() -> new TimestepEmbedding(4).call(Tensor.zeros(2, 1)))
        .hasMessageContaining("expected time steps [batch], not [2, 1]");
    assertThatThrownBy(() -> new TimestepEmbedding(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the width must be at least 2, not 1");
    assertThatThrownBy(() -> new SinusoidalPositionalEmbedding(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the width must be positive, not 0");
    assertThatThrownBy(() -> new LearnedPositionalEmbedding(0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a positional embedding wants a positive length and width, not 0 and 2");
  }

  @Test
  void showTheirSizes() {
    assertThat(new LearnedPositionalEmbedding(4, 2).summary())
        .isEqualTo("LearnedPositionalEmbedding(4, 2)");
    assertThat(new SinusoidalPositionalEmbedding(4).summary())
        .isEqualTo("SinusoidalPositionalEmbedding(4)");
    assertThat(new TimestepEmbedding(4).summary()).isEqualTo("TimestepEmbedding(4)");
  }
}
