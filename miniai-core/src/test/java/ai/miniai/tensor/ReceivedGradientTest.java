package ai.miniai.tensor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.kernels.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A gradient that comes from elsewhere, as a part of a row. */
class ReceivedGradientTest {
  private static final float[] ROW = {9, 1, -2, 3, 4, 5, 6, 9};

  private static Tensor parameter(DataType type) {
    return Tensor.ones(2, 3).to(type).detach().requiresGrad(true);
  }

  private static double[] gradient(Tensor parameter) {
    return requireNonNull(parameter.grad()).toDoubles();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void aPartOfARowBecomesTheGradient(DataType type) {
    Tensor parameter = parameter(type);

    ReceivedGradient.set(parameter, ROW, 1);

    assertThat(gradient(parameter)).containsExactly(1, -2, 3, 4, 5, 6);
    assertThat(requireNonNull(parameter.grad()).dataType()).isEqualTo(type);
  }

  @Test
  void itTakesThePlaceOfAnother() {
    Tensor parameter = parameter(DataType.FLOAT);
    parameter.times(3).sum().backward();

    ReceivedGradient.set(parameter, ROW, 0);
    parameter.times(3).sum().backward();

    assertThat(gradient(parameter)).containsExactly(12, 4, 1, 6, 7, 8);
  }

  @Test
  void oneThatIsHeldStays() {
    Tensor parameter = parameter(DataType.FLOAT);
    parameter.times(3).sum().backward();
    Tensor held = requireNonNull(parameter.grad());

    ReceivedGradient.set(parameter, ROW, 0);

    assertThat(held.toDoubles()).containsOnly(3);
    assertThat(gradient(parameter)).containsExactly(9, 1, -2, 3, 4, 5);
  }

  /** Convolutions keep their weights in another order. */
  @Test
  void valuesAreInLogicalOrderHoweverTheyLie() {
    INDArray columns = Tensor.zeros(3, 2).array().permute(1, 0);

    Kernels.current().write(ROW, 2, columns);

    assertThat(Tensor.wrap(columns).toDoubles()).containsExactly(-2, 3, 4, 5, 6, 9);
  }
}
