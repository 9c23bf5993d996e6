package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Norms, running sums, products and functions of one element: PyTorch 1.13's values. */
class VectorFunctionsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private final Tensor x = Tensor.of(new double[] {-2, -.5, 0, .3, 1, 4}, 2, 3);

  private static Tensor vector(double... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  void norms() {
    assertThat(x.norm(0, 1)).hasType(DataType.DOUBLE).hasValues(2, 3);
    assertThat(x.norm(1, 1)).hasValues(2.5, 5.3);
    assertThat(x.norm(2, 1)).hasShape(2).hasValues(2.0615528128, 4.1340053217);
    assertThat(x.norm(3, new int[] {1}, true)).hasShape(2, 1).hasValues(2.0103628793, 4.0212823974);
    assertThat(x.norm(0.5, -1)).hasValues(4.5, 12.586335345);
    assertThat(x.norm(INF, 1)).hasValues(2, 4);
    assertThat(x.norm(-INF, 1)).hasValues(0, 0.3);
    assertThat(x.norm(2)).hasShape().hasValues(Math.sqrt(21.34));
    assertThat(vector(3, NAN).norm(2)).hasValues(NAN);
    assertThat(Tensor.zeros(0, 3).norm(2, 0)).hasValues(0, 0, 0);
    assertThat(x.to(DataType.FLOAT16).norm(2))
        .hasType(DataType.FLOAT16)
        .within(1e-2)
        .hasValues(4.62);
  }

  @Test
  void theGradientOfANormOfZerosIsZero() {
    for (double p : new double[] {0.5, 1, 1.5, 2, 3, INF}) {
      Tensor zeros = Tensor.zeros(3).requiresGrad(true);
      zeros.norm(p).backward();
      assertThat(zeros.grad()).as("p = %s", p).hasValues(0, 0, 0);
    }
    Tensor some = vector(0, 3, 4).requiresGrad(true);
    some.norm(2).backward();
    assertThat(some.grad()).hasValues(0, .6, .8);
  }

  @Test
  void logarithmsOfSums() {
    assertThat(x.logsumexp(1)).hasValues(0.55495691964, 4.0718652973);
    assertThat(x.logsumexp(new int[] {0, 1}, true)).hasShape(1, 1).hasValues(4.1011241391);
    assertThat(vector(1000, 1000).logsumexp()).hasValues(1000 + Math.log(2));
    assertThat(vector(-INF, -INF).logsumexp(0)).hasValues(-INF);
    assertThat(vector(INF, 1).logsumexp(0)).hasValues(INF);
    assertThat(Tensor.zeros(0, 2).logsumexp(0)).hasValues(-INF, -INF);
    Tensor far = vector(-INF, 2).requiresGrad(true);
    far.logsumexp(0).backward();
    assertThat(far.grad()).hasValues(0, 1);
  }

  @Test
  void runningSums() {
    assertThat(x.cumsum(1)).hasValues(-2, -2.5, -2.5, .3, 1.3, 5.3);
    assertThat(x.cumsum(-2)).hasValues(-2, -.5, 0, -1.7, .5, 4);
    assertThat(Tensor.of(100, 100, 1).to(DataType.INT8).cumsum(0))
        .hasType(DataType.INT64)
        .hasValues(100, 200, 201);
    assertThat(Tensor.of(1, 1, 0, 1).reshape(2, 2).to(DataType.BOOL).cumsum(0))
        .hasValues(1, 1, 1, 2);
    assertThat(Tensor.zeros(0, 3).cumsum(1)).hasShape(0, 3);
    assertThat(vector(1, NAN, 2).cumsum(0)).hasValues(1, NAN, NAN);
  }

  @Test
  void functionsOfOneElement() {
    assertThat(x.sin()).hasValues(-0.90929743, -0.47942554, 0, 0.29552021, 0.84147098, -0.7568025);
    assertThat(x.cos()).hasValues(-0.41614684, 0.87758256, 1, 0.95533649, 0.54030231, -0.65364362);
    assertThat(x.log1p()).hasValues(NAN, -0.69314718, 0, 0.26236426, 0.69314718, 1.60943791);
    assertThat(vector(-1, INF, 1e300).log1p()).hasValues(-INF, INF, Math.log(1e300));
    assertThat(Tensor.full(1e-10, 1).log1p().times(1e10)).hasValues(1);
    assertThat(vector(1e-17).log1p().times(1e17)).hasValues(1);
    assertThat(Tensor.of(0, 1).sin()).hasType(DataType.FLOAT).hasValues(0, Math.sin(1));
  }

  @Test
  void softplusIsTheIdentityAboveTwenty() {
    Tensor far = vector(-40, -2, 0, 3, 20, 20.5, 1000, INF, -INF, NAN).requiresGrad(true);
    Tensor y = far.softplus();
    assertThat(y)
        .within(1e-12)
        .hasValues(
            4.248354255291589e-18,
            0.1269280110429725,
            0.6931471805599453,
            3.048587351573742,
            20.000000002061153,
            20.5,
            1000,
            INF,
            0,
            NAN);
    assertThat(vector(-40).softplus().times(1e18)).hasValues(4.248354255291589);
    y.backward(Tensor.ones(10));
    assertThat(far.grad()).hasValues(0, 0.11920292, .5, .95257413, 1, 1, 1, 1, 0, NAN);
  }

  @Test
  void smallest() {
    Tensor tied = vector(1, 2, 1).requiresGrad(true);
    tied.min().backward();
    assertThat(tied.grad()).hasValues(.5, 0, .5);
    assertThat(x.min(0)).hasShape(3).hasValues(-2, -.5, 0);
    assertThat(x.min(new int[] {1}, true)).hasShape(2, 1).hasValues(-2, .3);
    assertThat(vector(1, NAN).min()).hasValues(NAN);
    assertThat(Tensor.of(3, Long.MIN_VALUE).min()).hasType(DataType.INT64).hasValues(-0x1p63);
    assertThat(x.argmin(1)).hasType(DataType.INT64).hasValues(0, 0);
    assertThatThrownBy(() -> Tensor.zeros(2, 0).min(1)).hasMessageContaining("min of nothing");
    assertThatThrownBy(() -> Tensor.zeros(2, 0).argmin(1)).hasMessageContaining("argmin of noth");
  }

  @Test
  void productsOfAnyRank() {
    Tensor a = Tensor.arange(12).to(DataType.DOUBLE).reshape(2, 1, 2, 3);
    Tensor b = Tensor.arange(9).to(DataType.DOUBLE).reshape(3, 3, 1);
    assertThat(a.matmul(b)).hasShape(2, 3, 2, 1);
    assertThat(vector(1, 2).matmul(vector(3, 4))).hasShape().hasValues(11);
    assertThat(vector(1, 2, 3).matmul(b)).hasShape(3, 1).hasValues(8, 26, 44);
    assertThat(a.matmul(vector(1, 0, 0))).hasShape(2, 1, 2).hasValues(0, 3, 6, 9);
    assertThat(Tensor.zeros(0, 1, 2, 3).matmul(Tensor.ones(4, 3, 5))).hasShape(0, 4, 2, 5);
    assertThat(Tensor.zeros(2, 3, 0).matmul(Tensor.ones(0, 2))).hasShape(2, 3, 2);
    assertThat(vector(1, 2).outer(vector(1, 10, 100))).hasShape(2, 3);
    assertThatThrownBy(() -> a.matmul(Tensor.ones(2, 3, 3, 1))).hasMessageContaining("one type");
    assertThatThrownBy(() -> Tensor.ones(2, 2, 3).matmul(Tensor.ones(3, 3, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("matmul wants [..., n, k] and [..., k, m], not [2, 2, 3]");
    assertThatThrownBy(() -> vector(1).outer(a)).hasMessageContaining("outer wants two vectors");
  }

  @Test
  void sumsOfProducts() {
    Tensor a = Tensor.arange(6).reshape(2, 3);
    assertThat(Tensor.einsum("ij,jk", a, a.transpose(0, 1)))
        .hasType(DataType.INT64)
        .hasValues(5, 14, 14, 50);
    assertThat(Tensor.einsum("ba -> ab", a)).hasShape(3, 2).hasValues(0, 3, 1, 4, 2, 5);
    assertThat(Tensor.einsum("ba", a)).hasShape(3, 2);
    assertThat(Tensor.einsum("ij,kl->", a, a)).hasShape().hasValues(225);
    assertThat(Tensor.einsum(",i->i", Tensor.scalar(2), Tensor.ones(2))).hasValues(2, 2);
    assertThat(Tensor.einsum("ij,jk->ik", Tensor.zeros(2, 0), Tensor.zeros(0, 1)))
        .hasShape(2, 1)
        .hasValues(0, 0);
    assertThatThrownBy(() -> Tensor.einsum("ii->i", Tensor.ones(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a different letter for each dimension of [2, 2]");
    assertThatThrownBy(() -> Tensor.einsum("ij,jk->ik", a)).hasMessageContaining("for 2 operands");
    assertThatThrownBy(() -> Tensor.einsum("ij,jk->ik", a, a))
        .hasMessageContaining("letter j stands for a size of 3 and of 2");
    assertThatThrownBy(() -> Tensor.einsum("ij->ik", a)).hasMessageContaining("each letter of the");
    assertThatThrownBy(() -> Tensor.einsum("i...->i", a)).hasMessageContaining("einsum wants");
  }

  @Test
  void distancesAreThoseOfPyTorch() {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Tensor x = cycle(1, 3, 2).to(type).requiresGrad(true);
      Tensor y = cycle(2, 4, 2).times(2.0).minus(1.0).to(type).requiresGrad(true);

      Tensor d = x.cdist(y, 2);
      d.times(Tensor.arange(1L, 25L, 1L).reshape(2, 3, 4)).sum().backward();

      assertThat(d.slice(0, 0, 1))
          .hasType(type)
          .within(1e-6)
          .hasValues(
              1.0440307, 3.080584, 0.7000001, 3.0083218, 2.9410882, 1.1704699, 1.5652474, 2.8653097,
              1.7, 2.3853719, 0.5385165, 2.8017852);
      assertThat(x.grad())
          .within(1e-4)
          .hasValues(-9.0324631, -40.0141258, 43.3533554, -2.2569952, 16.1951103, -49.7502251);
      assertThat(x.cdist(y, 1).slice(0, 1, 2).reshape(-1).slice(0, 0, 4))
          .within(1e-6)
          .hasValues(2.7, 0.9, 4.7, 1.1);
    }
  }

  @Test
  void distancesAtTheEdges() {
    double nan = Double.NaN;
    assertThat(Tensor.zeros(0, 2).cdist(Tensor.ones(3, 2), 2)).hasShape(0, 3);
    assertThat(Tensor.zeros(2, 0).cdist(Tensor.ones(3, 0), 2)).hasValues(0, 0, 0, 0, 0, 0);
    assertThat(
            Tensor.of(new double[] {nan, 1}, 1, 2)
                .cdist(Tensor.of(new double[] {0, 1, 1, 1}, 2, 2), 2))
        .hasValues(nan, nan);
    Tensor same = Tensor.ones(1, 2).requiresGrad(true);
    same.cdist(Tensor.ones(1, 2), 2).sum().backward();
    assertThat(same.grad()).hasValues(0, 0);
    assertThatThrownBy(() -> Tensor.ones(2, 3).cdist(Tensor.ones(2, 4), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows of one width", "not [2, 3] and [2, 4]");
  }

  /** 0, 0.7, 1.4, 2.1, 0.5, …: multiples of 7, modulo 23, over 10. */
  private static Tensor cycle(long... shape) {
    double[] values = new double[Tensor.count(shape)];
    Arrays.setAll(values, i -> i * 7 % 23 / 10.0);
    return Tensor.of(values, shape);
  }
}
