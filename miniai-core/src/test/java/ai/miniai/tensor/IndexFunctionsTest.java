package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Looking up, adding up and sorting: what PyTorch 1.13 gives, at the edges too. */
class IndexFunctionsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private static Tensor matrix() {
    return Tensor.of(new double[] {0, 1, 2, 3, 4, 5}, 2, 3).requiresGrad(true);
  }

  private static Tensor index(long... values) {
    return Tensor.of(values);
  }

  @Test
  void gatherTakesAnElementForEachIndex() {
    Tensor x = matrix();
    Tensor y = x.gather(-1, index(2, 2, 0, 1).reshape(2, 2).to(DataType.INT32));
    assertThat(y).hasShape(2, 2).hasValues(2, 2, 3, 4);
    y.times(Tensor.of(new double[] {1, 10, 100, 1000}, 2, 2)).sum().backward();
    assertThat(x.grad()).hasValues(0, 0, 11, 100, 1000, 0);
    assertThat(x.transpose(0, 1).gather(0, index(1, 0).reshape(1, 2))).hasValues(1, 3);
    assertThat(x.gather(1, index().reshape(0, 3))).hasShape(0, 3).hasType(DataType.DOUBLE);
    assertThat(Tensor.of(5, 6).to(DataType.INT8).gather(0, index(1)))
        .hasType(DataType.INT8)
        .hasValues(6);
    assertThat(Tensor.of(1, 0).to(DataType.BOOL).gather(0, index(1, 0))).hasValues(0, 1);
  }

  @Test
  void scatterAddAddsWhatHasOneIndex() {
    Tensor x = Tensor.ones(3).to(DataType.DOUBLE).requiresGrad(true);
    Tensor source = Tensor.of(new double[] {1, 2, 4, 8}, 4).requiresGrad(true);
    Tensor y = x.scatterAdd(0, index(2, 0, 2), source);
    assertThat(y).hasValues(3, 1, 6);
    y.times(Tensor.of(new double[] {1, 10, 100}, 3)).sum().backward();
    assertThat(x.grad()).hasValues(1, 10, 100);
    assertThat(source.grad()).hasValues(100, 1, 100, 0);
    assertThat(x.scatterAdd(0, index(), source)).hasValues(1, 1, 1);
    assertThat(index(1, 1).scatterAdd(-1, index(0, 0), index(3, 4)))
        .hasType(DataType.INT64)
        .hasValues(8, 1);
  }

  @Test
  void scatterAddPassesTheGradientCheck() {
    GradientCheck.check(
        in -> in.get(0).scatterAdd(1, index(1, 0, 1, 1).reshape(2, 2), in.get(1)),
        GradientCheck.values(0.1, 2, 2, 3),
        GradientCheck.values(0.1, 2, 2, 3));
  }

  @Test
  void indexSelectTakesParts() {
    Tensor x = matrix();
    Tensor y = x.indexSelect(1, index(2, 0, 2));
    assertThat(y).hasShape(2, 3).hasValues(2, 0, 2, 5, 3, 5);
    y.sum().backward();
    assertThat(x.grad()).hasValues(1, 0, 2, 1, 0, 2);
    assertThat(x.indexSelect(0, index())).hasShape(0, 3);
    assertThat(Tensor.zeros(2, 0).indexSelect(0, index(1, 1, 0))).hasShape(3, 0);
  }

  @Test
  void nothingSelectedHasNoGradient() {
    Tensor x = matrix();
    x.indexSelect(0, index()).sum().plus(x.gather(0, index().reshape(0, 3)).sum()).backward();
    assertThat(x.grad()).hasValues(0, 0, 0, 0, 0, 0);
  }

  @Test
  void wrongIndicesAreErrors() {
    Tensor x = matrix();
    assertThatThrownBy(() -> x.gather(1, index(0, 3).reshape(2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gather: index 3, number 1 of indices of shape [2, 1]")
        .hasMessageContaining("[0, 3)");
    assertThatThrownBy(() -> x.indexSelect(0, index(-1))).hasMessageContaining("index -1");
    assertThatThrownBy(() -> x.indexSelect(0, Tensor.ones(1)))
        .hasMessageContaining("indices of type LONG (int64) or INT (int32), not FLOAT [1]");
    assertThatThrownBy(() -> x.indexSelect(0, index(0).reshape(1, 1)))
        .hasMessageContaining("a vector of indices");
    assertThatThrownBy(() -> x.gather(1, index(0, 1)))
        .hasMessageContaining("not an index [2] and a tensor [2, 3]");
    assertThatThrownBy(() -> x.gather(1, index(0, 1, 0).reshape(3, 1)))
        .hasMessageContaining("no larger than the tensor except in dimension 1");
    assertThatThrownBy(() -> x.scatterAdd(1, index(0, 1).reshape(1, 2), Tensor.ones(1, 2)))
        .hasMessageContaining("source of the tensor's type DOUBLE, not FLOAT");
    assertThatThrownBy(() -> x.gather(2, index(0))).hasMessageContaining("dimension 2");
  }

  @Test
  void sortingIsStableAndNanIsLargest() {
    Tensor x = Tensor.of(new double[] {3, NAN, 1, INF, 1, -INF, -0.0, 0}, 8);
    assertThat(x.sort(0, false).values()).hasValues(-INF, -0.0, 0, 1, 1, 3, INF, NAN);
    assertThat(x.argsort(0, false)).hasType(DataType.INT64).hasValues(5, 6, 7, 2, 4, 0, 3, 1);
    assertThat(x.argsort(0, true)).hasValues(1, 3, 0, 2, 4, 6, 7, 5);
    assertThat(x.argmin(0)).hasValues(1);
  }

  @Test
  void sortingPassesGradientsToWhereElementsCameFrom() {
    Tensor x = Tensor.of(new double[] {3, 1, 2, 4, 6, 5}, 2, 3).requiresGrad(true);
    Tensor.Sorted sorted = x.transpose(0, 1).sort(0, true);
    assertThat(sorted.values()).hasShape(3, 2).hasValues(3, 6, 2, 5, 1, 4);
    assertThat(sorted.indices()).hasShape(3, 2).hasValues(0, 1, 2, 2, 1, 0);
    sorted.values().times(Tensor.arange(6).reshape(3, 2)).sum().backward();
    assertThat(x.grad()).hasValues(0, 4, 2, 5, 1, 3);
  }

  @Test
  void wholeNumbersAreSortedExactly() {
    long large = Long.MAX_VALUE;
    Tensor x = index(large - 1, large, Long.MIN_VALUE, 0);
    assertThat(x.argsort(0, false)).hasValues(2, 3, 0, 1);
    assertThat(x.argmin(0)).hasValues(2);
    assertThat(x.argmax(0)).hasValues(1);
    assertThat(Tensor.of(1, 0, 1).to(DataType.BOOL).sort(0, false).values())
        .hasType(DataType.BOOL)
        .hasValues(0, 1, 1);
    assertThat(Tensor.of(200, 3).to(DataType.UINT8).argmin(0)).hasValues(1);
  }

  @Test
  void topkIsTheBeginningOfASort() {
    Tensor x = Tensor.of(new float[] {3, 1, 2, 2, 5, 4}, 2, 3);
    assertThat(x.topk(2, 1, true).values()).hasShape(2, 2).hasValues(3, 2, 5, 4);
    assertThat(x.topk(2, 1, true).indices()).hasValues(0, 2, 1, 2);
    assertThat(x.topk(1, 0, false).indices()).hasShape(1, 3).hasValues(1, 0, 0);
    assertThat(x.topk(0, 1, true).values()).hasShape(2, 0);
    assertThat(Tensor.zeros(0, 3).sort(1, false).indices()).hasShape(0, 3);
    assertThatThrownBy(() -> x.topk(4, 1, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topk wants between 0 and 3 elements");
  }

  @Test
  void manyElementsAreSorted() {
    Tensor x = Tensor.randn(1000);
    double[] sorted = x.sort(0, false).values().toDoubles();
    org.assertj.core.api.Assertions.assertThat(sorted).isSorted();
    assertThat(x.gather(0, x.argsort(0, false))).hasValues(sorted);
  }

  @Test
  void placesAreTheSameOnAnyDevice() {
    long[] shape = {2, 1, 3};
    long[] strides = {20, 5, 1};
    long[] index = {3, 0, 1, 2, 2, 0};
    for (int along = 0; along < 3; along++) {
      assertThat(Places.onDevice(Tensor.of(index).reshape(shape), strides, along))
          .isIdenticalTo(Tensor.of(Places.onHost(index, shape, strides, along)));
    }
  }

  @Test
  void manyLinesAreSortedAsOneIs() {
    // GIVEN more lines than one thread sorts
    Tensor x = Tensor.randn(300, 200);
    // WHEN
    Tensor few = x.topk(5, 1, true).values();
    Tensor all = x.sort(1, true).values();
    // THEN
    assertThat(few).isIdenticalTo(all.slice(1, 0, 5));
    assertThat(x.topk(100, 1, true).values()).isIdenticalTo(all.slice(1, 0, 100));
    assertThat(x.to(DataType.DOUBLE).sort(1, true).values().to(DataType.FLOAT)).isIdenticalTo(all);
  }
}
