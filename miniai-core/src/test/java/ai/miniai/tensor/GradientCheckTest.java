package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The check is no check unless a wrong gradient fails it. */
class GradientCheckTest {
  /** x², with 2x · factor for its gradient. */
  private static final class Square extends Operation {
    private final double factor;

    Square(double factor) {
      this.factor = factor;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      save(inputs);
      return inputs[0].mul(inputs[0]);
    }

    @Override
    protected void backward(INDArray gradient) {
      give(0, gradient.mul(saved(0)).muli(2 * factor));
    }
  }

  @Test
  void aRightGradientPasses() {
    GradientCheck.check(in -> new Square(1).apply(in.get(0)), GradientCheck.values(0, 1, 2, 3));
  }

  @Test
  void aGradientThatIsSlightlyWrongFails() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                GradientCheck.check(
                    in -> new Square(1.0001).apply(in.get(0)), GradientCheck.values(0.5, 1, 2, 3)))
        .withMessageContaining("gradient of input 0")
        .withMessageContaining("6 of 6 values differ");
  }
}
