package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
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
}
