package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Cutting, padding and moving: what PyTorch 1.13 gives, at the edges too. */
class ArrangementTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private final Tensor row = Tensor.arange(1, 4, 1);
  private final Tensor x = Tensor.arange(6).reshape(2, 3);

  private static List<String> shapes(List<Tensor> parts) {
    return parts.stream().map(part -> Arrays.toString(part.shape())).toList();
  }

  @Test
  void partsAreThoseOfPyTorch() {
    Assertions.assertThat(shapes(Tensor.zeros(5).chunk(4, 0))).containsExactly("[2]", "[2]", "[1]");
    Assertions.assertThat(shapes(Tensor.zeros(0).chunk(3, 0))).containsExactly("[0]", "[0]", "[0]");
    Assertions.assertThat(shapes(Tensor.zeros(0, 2).split(3, 0))).containsExactly("[0, 2]");
    Assertions.assertThat(shapes(x.split(2, -1))).containsExactly("[2, 2]", "[2, 1]");
    assertThat(x.split(new long[] {1, 0, 2}, 1).get(2)).hasShape(2, 2).hasValues(1, 2, 4, 5);
  }

  @Test
  void stackMakesADimension() {
    assertThat(Tensor.stack(-1, row, row.times(10L))).hasShape(3, 2).hasValues(1, 10, 2, 20, 3, 30);
    assertThat(Tensor.stack(0, Tensor.scalar(1), Tensor.of(2).sum())).hasShape(2).hasValues(1, 2);
    assertThat(Tensor.stack(1, Tensor.zeros(2, 0), Tensor.zeros(2, 0))).hasShape(2, 2, 0);
  }

  @Test
  void flipAndRoll() {
    assertThat(x.flip(0, -1)).hasType(DataType.INT64).hasValues(5, 4, 3, 2, 1, 0);
    assertThat(x.flip()).hasValues(0, 1, 2, 3, 4, 5);
    assertThat(x.roll(1)).hasShape(2, 3).hasValues(5, 0, 1, 2, 3, 4);
    assertThat(x.roll(-4, 1)).hasValues(1, 2, 0, 4, 5, 3);
    assertThat(x.roll(1, 0, 1)).hasValues(5, 3, 4, 2, 0, 1);
    assertThat(Tensor.zeros(0, 2).flip(0).roll(3, 0, 1).roll(2)).hasShape(0, 2);
    assertThat(Tensor.scalar(3).flip().roll(5)).hasShape().hasValues(3);
  }

  @Test
  void padsOfAllModes() {
    assertThat(row.pad(1, 2)).hasType(DataType.INT64).hasValues(0, 1, 2, 3, 0, 0);
    assertThat(row.pad(-1, 1)).hasValues(2, 3, 0);
    assertThat(row.pad(-3, 1)).hasValues(0);
    assertThat(row.to(DataType.FLOAT).pad(INF, new int[] {1, 0})).hasValues(INF, 1, 2, 3);
    assertThat(row.pad(PadMode.REFLECT, new int[] {2, 2})).hasValues(3, 2, 1, 2, 3, 2, 1);
    assertThat(row.pad(PadMode.REPLICATE, new int[] {1, 4})).hasValues(1, 1, 2, 3, 3, 3, 3, 3);
    assertThat(row.pad(PadMode.CIRCULAR, new int[] {3, 1})).hasValues(1, 2, 3, 1, 2, 3, 1);
    assertThat(x.pad(0, 1, 1, 0)).hasShape(3, 4).hasValues(0, 0, 0, 0, 0, 1, 2, 0, 3, 4, 5, 0);
    assertThat(Tensor.zeros(0, 2).pad(1, 1, 0, 1)).hasShape(1, 4).hasValues(0, 0, 0, 0);
    assertThat(Tensor.scalar(2).pad()).hasShape().hasValues(2);
  }

  @Test
  void paddingHasTheGradientOfWhatItKeeps() {
    for (PadMode mode : PadMode.values()) {
      GradientCheck.check(
          in -> in.get(0).pad(mode, new int[] {1, 2, 2, 0}), GradientCheck.values(0.1, 2, 2, 3, 3));
    }
    GradientCheck.check(
        in -> in.get(0).pad(7, new int[] {-1, 2, 0, -2}), GradientCheck.values(0.1, 2, 2, 3, 3));
  }

  @Test
  void wrongWidthsAreErrors() {
    assertThatThrownBy(() -> row.pad(1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1 dimensions of shape [3]");
    assertThatThrownBy(() -> row.pad(1)).hasMessageContaining("two widths for each");
    assertThatThrownBy(() -> row.pad(-4, 0)).hasMessageContaining("cuts more from dimension 0");
    assertThatThrownBy(() -> row.pad(PadMode.REFLECT, new int[] {3, 0}))
        .hasMessageContaining("REFLECT wants widths from 0 to 2");
    assertThatThrownBy(() -> row.pad(PadMode.CIRCULAR, new int[] {-1, 0}))
        .hasMessageContaining("widths from 0 to 3");
    assertThatThrownBy(() -> row.split(0, 0)).hasMessageContaining("1 element or more, not 0");
    assertThatThrownBy(() -> row.split(new long[] {1, 1}, 0))
        .hasMessageContaining("add up to the 3 of dimension 0");
    assertThatThrownBy(() -> row.chunk(0, 0)).hasMessageContaining("1 part or more");
    assertThatThrownBy(() -> row.tril(0)).hasMessageContaining("tril wants matrices");
    assertThatThrownBy(() -> Tensor.stack(0, row, x)).hasMessageContaining("one shape, not [3]");
    assertThatThrownBy(() -> x.flip(0, 0)).hasMessageContaining("stands twice");
  }

  @Test
  void trianglesDropWhatIsNotFinite() {
    double[] values = {1, NAN, INF, 2, 3, -INF};
    Tensor odd = Tensor.of(values, 2, 3).requiresGrad(true);
    Tensor lower = odd.tril(0);
    assertThat(lower).hasValues(1, 0, 0, 2, 3, 0);
    lower.times(odd.detach()).sum().backward();
    assertThat(odd.grad()).hasValues(1, 0, 0, 2, 3, 0);
    assertThat(x.plus(1L).triu(1)).hasType(DataType.INT64).hasValues(0, 2, 3, 0, 0, 6);
    assertThat(x.tril(-1)).hasValues(0, 0, 0, 3, 0, 0);
    assertThat(Tensor.ones(2, 2, 2).triu(0)).hasValues(1, 1, 0, 1, 1, 1, 0, 1);
    assertThat(Tensor.zeros(0, 3).tril(0)).hasShape(0, 3);
  }
}
