package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Tensors that are made: PyTorch 1.13's values. */
class FactoriesTest {
  @Test
  void ranges() {
    assertThat(Tensor.arange(3)).hasType(DataType.INT64).hasValues(0, 1, 2);
    assertThat(Tensor.arange(5, -2, -3)).hasValues(5, 2, -1);
    assertThat(Tensor.arange(2, 2, 1)).hasShape(0).hasType(DataType.INT64);
    assertThat(Tensor.arange(2, 5, -1)).hasShape(0);
    assertThat(Tensor.arange(1, 2.5, 0.5)).hasType(DataType.FLOAT).hasValues(1, 1.5, 2);
    assertThat(Tensor.linspace(-1, 2, 5)).hasType(DataType.FLOAT).hasValues(-1, -.25, .5, 1.25, 2);
    assertThat(Tensor.linspace(3, 9, 1)).hasValues(3);
    assertThat(Tensor.linspace(3, 9, 0)).hasShape(0);
    assertThatThrownBy(() -> Tensor.arange(0, 1, 0)).hasMessageContaining("a step other than 0");
    assertThatThrownBy(() -> Tensor.linspace(0, 1, -1)).hasMessageContaining("0 steps or more");
  }

  @Test
  void theIdentity() {
    assertThat(Tensor.eye(2)).hasType(DataType.FLOAT).hasShape(2, 2).hasValues(1, 0, 0, 1);
    assertThat(Tensor.eye(0)).hasShape(0, 0);
  }

  @Test
  void randomNumbersAreThoseOfPyTorch() {
    Seed.set(42);
    assertThat(Tensor.randint(0, 10, 8)).hasType(DataType.INT64).hasValues(2, 7, 6, 4, 6, 5, 0, 4);
    assertThat(Tensor.randint(-5, 1L << 40, 3))
        .hasValues(439988413510L, 902359435404L, 319795166448L);
    assertThat(Tensor.bernoulli(0.3, 10))
        .hasType(DataType.FLOAT)
        .hasValues(0, 0, 0, 0, 1, 0, 1, 0, 1, 0);
    assertThat(Tensor.rand(2)).hasValues(0.10531491041183472, 0.26949483156204224);
  }

  @Test
  void wrongRangesAreErrors() {
    assertThatThrownBy(() -> Tensor.randint(3, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("low < high");
    assertThatThrownBy(() -> Tensor.bernoulli(1.5, 2)).hasMessageContaining("[0, 1], not 1.5");
  }

  @Test
  void likeAnotherTensor() {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Tensor x = Tensor.of(new float[] {Float.NaN, 1, 2}, 3, 1).to(type);
      assertThat(Tensor.zerosLike(x)).hasType(type).hasShape(3, 1).hasValues(0, 0, 0);
      assertThat(Tensor.onesLike(x)).hasType(type).hasShape(3, 1).hasValues(1, 1, 1);
      assertThat(Tensor.fullLike(x, 2.5)).hasType(type).hasShape(3, 1).hasValues(2.5, 2.5, 2.5);
      Seed.set(5);
      assertThat(Tensor.randLike(x))
          .hasType(type)
          .hasShape(3, 1)
          .hasValues(0.8302518725395203, 0.12611091136932373, 0.9074696898460388);
      assertThat(Tensor.randnLike(x))
          .hasType(type)
          .hasShape(3, 1)
          .hasValues(-2.1659247875213623, -0.8483762741088867, 2.0342049598693848);
    }
    assertThat(Tensor.onesLike(Tensor.of(3, 4))).hasType(DataType.INT64).hasValues(1, 1);
    assertThat(Tensor.fullLike(Tensor.of(3), 7.9)).hasType(DataType.INT64).hasValues(7);
    assertThat(Tensor.onesLike(Tensor.zeros(0, 2))).hasShape(0, 2);
    assertThat(Tensor.zerosLike(Tensor.scalar(4))).hasShape().hasValues(0);
    assertThatThrownBy(() -> Tensor.randLike(Tensor.of(3))).hasMessageContaining("randLike");
  }

  @Test
  void samplesWithReplacementAreThoseOfPyTorch() {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Seed.set(42);
      assertThat(weights(type, 1, 0, 3, 2, 0.5).multinomial(12, true))
          .hasType(DataType.INT64)
          .hasValues(0, 0, 0, 0, 2, 2, 4, 4, 0, 0, 2, 2);
      assertThat(weights(type, 1, 0, 3, 0, 2, 5).reshape(2, 3).multinomial(6, true))
          .hasShape(2, 6)
          .hasValues(2, 2, 2, 2, 0, 2, 2, 2, 1, 2, 2, 2);
      assertThat(Tensor.rand(1)).hasValues(0.7539175152778625);
    }
  }

  @Test
  void samplesWithoutReplacementAreDifferentAndFollowTheWeights() {
    Seed.set(3);
    Tensor weights = weights(DataType.FLOAT, 0, 1, 3, 0, 2);
    int first = 0;
    for (int i = 0; i < 2000; i++) {
      Tensor drawn = weights.multinomial(3, false);
      assertThat(drawn.sort(0, false).values()).hasValues(1, 2, 4);
      first += drawn.toDoubles()[0] == 2 ? 1 : 0;
    }
    org.assertj.core.api.Assertions.assertThat(first).isBetween(930, 1070); // of 1000, ± 3 sigma
    assertThat(weights(DataType.FLOAT, 0, 2).multinomial(1, true)).hasValues(1);
    assertThat(Tensor.zeros(0, 3).multinomial(2, true)).hasShape(0, 2);
  }

  private static Tensor weights(DataType type, double... values) {
    return Tensor.of(values, values.length).to(type);
  }

  @Test
  void wrongWeightsAreErrors() {
    assertThatThrownBy(() -> weights(DataType.FLOAT, 1, -1).multinomial(1, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite weights of 0 or more, but number 1 of row 0 is -1.0");
    assertThatThrownBy(() -> weights(DataType.DOUBLE, 1, Double.NaN).multinomial(1, true))
        .hasMessageContaining("number 1 of row 0 is NaN");
    assertThatThrownBy(() -> Tensor.zeros(1, 2).multinomial(1, true))
        .hasMessageContaining("wants 1 of the weights in row 0 to be above 0, but only 0 are");
    assertThatThrownBy(() -> weights(DataType.FLOAT, 1, 0, 2).multinomial(3, false))
        .hasMessageContaining("but only 2 are: take fewer samples, or draw with replacement");
    assertThatThrownBy(() -> Tensor.ones(1, 2, 3).multinomial(1, true))
        .hasMessageContaining("[n] or [rows, n], not [1, 2, 3]");
    assertThatThrownBy(() -> Tensor.ones(0).multinomial(1, true)).hasMessageContaining("got none");
    assertThatThrownBy(() -> Tensor.ones(2).multinomial(0, true)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> Tensor.of(1, 2).multinomial(2, true))
        .hasMessageContaining("multinomial");
  }
}
