package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Gradients of parts of a tensor that overlap, touch, leave gaps, or meet other gradients. */
class PartGradientTest {
  /** A leaf as it is, results that lie in memory in either order, and other types. */
  static List<UnaryOperator<Tensor>> ways() {
    return List.of(
        x -> x,
        x -> x.times(1),
        x -> x.transpose(0, 1).times(1).transpose(0, 1),
        x -> x.to(DataType.FLOAT),
        x -> x.to(DataType.FLOAT16),
        x -> x.reshape(4, 3));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void addUp(UnaryOperator<Tensor> way) {
    Tensor x = Tensor.of(new double[12], 4, 3).requiresGrad(true);
    Tensor y = way.apply(x);
    Tensor parts = y.slice(0, 0, 2).times(2).sum().plus(y.slice(0, 1, 3).times(3).sum());
    Tensor whole = y.times(10).sum();
    // columns too, and one part that is passed on as it is
    Tensor column = y.select(1, 2).sum();

    parts.plus(whole).plus(column).backward();

    assertThat(x.grad()).hasValues(12, 12, 13, 15, 15, 16, 13, 13, 14, 10, 10, 11);
  }

  @Test
  void addUpOverSeveralPassesAndLeaveAHeldGradientAlone() {
    Tensor x = Tensor.of(new double[4], 4).requiresGrad(true);
    x.slice(0, 0, 3).sum().backward();
    Tensor held = x.grad();
    x.slice(0, 1, 4).sum().backward();
    x.slice(0, 3, 4).sum().backward();

    assertThat(held).hasValues(1, 1, 1, 0);
    assertThat(x.grad()).hasValues(1, 2, 2, 2);
  }

  @Test
  void doNotChangeGradientsThatOthersHaveReceived() {
    Tensor a = Tensor.of(new double[3], 3).requiresGrad(true);
    Tensor b = Tensor.of(new double[3], 3).requiresGrad(true);
    Tensor early = b.times(1);
    Tensor x = a.times(1);
    Tensor part = x.slice(0, 0, 1).times(5).sum();
    // the gradient of the sum is one array for both
    x.plus(early).sum().plus(part).backward();

    assertThat(a.grad()).hasValues(6, 1, 1);
    assertThat(b.grad()).hasValues(1, 1, 1);
  }

  @Test
  void keepNaNWhereItIs() {
    Tensor x = Tensor.of(new double[3], 3).requiresGrad(true);
    Tensor y = x.times(1);
    y.slice(0, 0, 1).times(Double.NaN).plus(y.slice(0, 1, 2)).sum().backward();

    assertThat(x.grad().toDoubles()).containsExactly(Double.NaN, 1, 0);
  }
}
