package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Comparisons and choices: what PyTorch 1.13 gives, at the edges too. */
class ComparisonTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private static Tensor vector(double... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor leaf(double... values) {
    return vector(values).requiresGrad(true);
  }

  @Test
  void comparisonsWithNanAreFalseExceptNe() {
    Tensor a = vector(1, NAN, NAN, INF, -0.0);
    Tensor b = vector(2, 1, NAN, INF, 0);
    assertThat(a.eq(b)).hasType(DataType.BOOL).hasValues(0, 0, 0, 1, 1);
    assertThat(a.ne(b)).hasValues(1, 1, 1, 0, 0);
    assertThat(a.lt(b)).hasValues(1, 0, 0, 0, 0);
    assertThat(a.le(b)).hasValues(1, 0, 0, 1, 1);
    assertThat(a.gt(b)).hasValues(0, 0, 0, 0, 0);
    assertThat(a.ge(b)).hasValues(0, 0, 0, 1, 1);
    assertThat(a.ne(1)).hasValues(0, 1, 1, 1, 1);
    assertThat(a.lt(1.5)).hasValues(1, 0, 0, 0, 1);
  }

  @Test
  void comparisonsBroadcastAndPromote() {
    Tensor columns = Tensor.of(1, 2, 3).reshape(3, 1);
    assertThat(columns.gt(vector(0.5, 2))).hasShape(3, 2).hasValues(1, 0, 1, 0, 1, 1);
    assertThat(Tensor.zeros(0, 3).lt(Tensor.ones(3))).hasShape(0, 3).hasType(DataType.BOOL);
    assertThat(Tensor.scalar(1).eq(Tensor.scalar(1))).hasShape().hasValues(1);
    assertThat(Tensor.of(1, 0).eq(Tensor.of(1, 0).to(DataType.BOOL))).hasValues(1, 1);
  }

  @Test
  void aNumberIsRoundedToTheTypeOfTheTensor() {
    assertThat(Tensor.full(0.1, 1).eq(0.1)).hasValues(1);
    assertThat(Tensor.full(0.1, 1).to(DataType.FLOAT16).eq(0.1)).hasValues(1);
    assertThat(Tensor.scalar(0.1).to(DataType.DOUBLE).eq(0.1)).hasValues(0);
    assertThat(Tensor.of(2, 3).lt(2.5)).hasValues(1, 0);
  }

  @Test
  void wholeNumbersAreComparedExactly() {
    long large = (1L << 62) + 1;
    assertThat(Tensor.of(large).eq(large - 1)).hasValues(0);
    assertThat(Tensor.of(large).eq(large)).hasValues(1);
    assertThat(Tensor.of(-1, 1).to(DataType.UINT8).gt(Tensor.of(0, 2).to(DataType.INT8)))
        .hasValues(1, 0);
  }

  @Test
  void truthValues() {
    Tensor a = vector(NAN, 0, 2, 0);
    Tensor b = Tensor.of(1, 1, 0, 0);
    assertThat(a.logicalAnd(b)).hasType(DataType.BOOL).hasValues(1, 0, 0, 0);
    assertThat(a.logicalOr(b)).hasValues(1, 1, 1, 0);
    assertThat(a.logicalXor(b)).hasValues(0, 1, 1, 0);
    assertThat(a.logicalNot()).hasValues(0, 1, 0, 1);
    assertThat(b.to(DataType.BOOL).logicalNot()).hasValues(0, 0, 1, 1);
  }

  @Test
  void whatIsNotChosenDoesNotCount() {
    Tensor x = vector(-1, 0, 4);
    assertThat(Tensor.where(x.gt(0), x.log(), x.times(2))).hasValues(-2, 0, Math.log(4));
    Tensor a = leaf(1, INF, NAN);
    Tensor.where(a.lt(2), a, leaf(5, 6, 7)).times(vector(1, INF, NAN)).sum().backward();
    assertThat(a.grad()).hasValues(1, 0, 0);
  }

  @Test
  void whereBroadcastsAllThreeAndPromotes() {
    Tensor condition = Tensor.of(1, 0).reshape(2, 1).to(DataType.BOOL);
    Tensor a = leaf(1, 2, 3);
    Tensor chosen = Tensor.where(condition, a, Tensor.scalar(9));
    assertThat(chosen).hasShape(2, 3).hasType(DataType.DOUBLE).hasValues(1, 2, 3, 9, 9, 9);
    chosen.sum().backward();
    assertThat(a.grad()).hasValues(1, 1, 1);
    assertThat(Tensor.where(condition, Tensor.of(1, 2), Tensor.of(7, 8).to(DataType.INT32)))
        .hasType(DataType.INT64)
        .hasValues(1, 2, 7, 8);
    assertThat(Tensor.where(condition, Tensor.zeros(1, 0), Tensor.ones(1))).hasShape(2, 0);
  }

  @Test
  void maskedFillKeepsTheType() {
    Tensor mask = Tensor.of(0, 1, 1).to(DataType.BOOL);
    Tensor x = leaf(1, NAN, INF);
    Tensor filled = x.maskedFill(mask, -INF);
    assertThat(filled).hasType(DataType.DOUBLE).hasValues(1, -INF, -INF);
    filled.exp().sum().backward();
    assertThat(x.grad()).hasValues(Math.E, 0, 0);
    assertThat(Tensor.of(1, 2, 3).to(DataType.INT8).maskedFill(mask, 7))
        .hasType(DataType.INT8)
        .hasValues(1, 7, 7);
    assertThat(Tensor.scalar(4).maskedFill(mask, 0.5)).hasShape(3).hasValues(4, 0.5, 0.5);
    assertThat(mask.maskedFill(mask, 0)).hasType(DataType.BOOL).hasValues(0, 0, 0);
  }

  @Test
  void extremesPropagateNanAndShareTies() {
    Tensor a = leaf(1, NAN, 2, 3, INF, 0);
    Tensor b = leaf(1, 1, NAN, 2, INF, -0.0);
    Tensor larger = a.maximum(b);
    assertThat(larger).hasValues(1, NAN, NAN, 3, INF, 0);
    larger.sum().backward();
    assertThat(a.grad()).hasValues(.5, 1, 1, 1, .5, .5);
    assertThat(b.grad()).hasValues(.5, 1, 1, 0, .5, .5);
    assertThat(a.minimum(b)).hasValues(1, NAN, NAN, 2, INF, 0);
    assertThat(Tensor.of(1, 5).minimum(Tensor.of(3).to(DataType.INT8)))
        .hasType(DataType.INT64)
        .hasValues(1, 3);
    assertThat(Tensor.zeros(2, 0).maximum(Tensor.ones(1))).hasShape(2, 0);
  }

  @Test
  void whatIsNoConditionIsAnError() {
    Tensor x = vector(1, 2);
    assertThatThrownBy(() -> Tensor.where(x, x, x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("condition of type BOOL, not DOUBLE [2]");
    assertThatThrownBy(() -> x.maskedFill(Tensor.of(1, 0), 0))
        .hasMessageContaining("maskedFill wants a condition of type BOOL");
    assertThatThrownBy(() -> Tensor.of(1, 2).maskedFill(x.gt(1), 0.5))
        .hasMessageContaining("cannot put 0.5 into a tensor LONG [2]");
    assertThatThrownBy(() -> x.eq(vector(1, 2, 3))).hasMessageContaining("do not broadcast");
  }
}
