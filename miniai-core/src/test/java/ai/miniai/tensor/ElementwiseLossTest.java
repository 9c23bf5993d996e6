package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.positive;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.kernels.KernelChoice;
import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses of pairs of elements, in all memory orders and with all kernels. */
class ElementwiseLossTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private final Kernels before = Kernels.current();

  @AfterEach
  void chooseKernelsAsBefore() {
    KernelChoice.use(before);
  }

  private enum Case {
    SQUARED(ElementwiseLoss.squared(), (x, y) -> (x - y) * (x - y)),
    ABSOLUTE(ElementwiseLoss.absolute(), (x, y) -> Math.abs(x - y)),
    HUBER(
        ElementwiseLoss.huber(0.3),
        (x, y) -> {
          double d = Math.abs(x - y);
          return d < 0.3 ? d * d / 2 : 0.3 * (d - 0.15);
        }),
    BCE(
        ElementwiseLoss.binaryCrossEntropy(),
        (x, y) -> -y * Math.max(Math.log(x), -100) - (1 - y) * Math.max(Math.log1p(-x), -100)),
    LOGITS(
        ElementwiseLoss.binaryCrossEntropyWithLogits(),
        (x, y) -> (1 - y) * x + Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
    DIVERGENCE(ElementwiseLoss.klDivergence(), (x, y) -> y == 0 ? 0 : y * (Math.log(y) - x)),
    LOG_DIVERGENCE(ElementwiseLoss.klDivergenceOfLogarithms(), (x, y) -> Math.exp(y) * (y - x));

    private final ElementwiseLoss loss;
    private final DoubleBinaryOperator formula;

    Case(ElementwiseLoss loss, DoubleBinaryOperator formula) {
      this.loss = loss;
      this.formula = formula;
    }

    /** Whether the loss is a small difference of large terms for some values. */
    boolean termsCancel() {
      return this == LOGITS || this == DIVERGENCE || this == LOG_DIVERGENCE;
    }

    /** Predictions, of which none is equal to a target. */
    INDArray predictions(long... shape) {
      return this == BCE ? positive(0.1, 0.9, shape) : GradientCheck.values(0, 3, shape);
    }
  }

  @ParameterizedTest
  @EnumSource(MemoryOrder.class)
  void gradientsAreThoseOfCentralDifferences(MemoryOrder order) {
    for (Case one : Case.values()) {
      INDArray x = one.predictions(2, 3, 2, 4);
      INDArray y = positive(0.2, 0.8, 2, 3, 2, 4).addi(0.013);
      GradientCheck.check(order, in -> one.loss.each(in.get(0), in.get(1)), x, y);
      GradientCheck.check(order, in -> one.loss.sum(0.7, in.get(0), in.get(1)), x, y);
    }
  }

  @ParameterizedTest
  @EnumSource(KernelSet.class)
  void float32IsAsExactAsItsDigits(KernelSet kernels) {
    kernels.use();
    int n = 40_001;
    for (Case one : Case.values()) {
      double[] xs =
          IntStream.range(0, n)
              .mapToDouble(i -> one == Case.BCE ? i / (n - 1.0) : (i - n / 2) / 500.0)
              .toArray();
      double[] ys = IntStream.range(0, n).mapToDouble(i -> i % 97 / 96.0).toArray();
      Tensor x = Tensor.of(xs, n).to(DataType.FLOAT);
      Tensor y = Tensor.of(ys, n).to(DataType.FLOAT);
      double[] losses = one.loss.each(x, y).toDoubles();
      double[] asGiven = x.toDoubles();
      double[] targets = y.toDoubles();
      double sum = 0;
      double size = 0;
      for (int i = 0; i < n; i++) {
        double exact = one.formula.applyAsDouble(asGiven[i], targets[i]);
        double room = 1e-6 * Math.max(Math.abs(exact), one.termsCancel() ? 1 : 0.1);
        assertThat(losses[i])
            .as("%s of %s and %s", one, asGiven[i], targets[i])
            .isEqualTo(exact, within(room));
        sum += exact;
        size += Math.abs(exact);
      }
      assertThat(one.loss.sum(2, x, y).item()).isEqualTo(2 * sum, within(2e-6 * size));
    }
  }

  @ParameterizedTest
  @EnumSource(KernelSet.class)
  void gradientsInFloat32AgreeWithFloat64(KernelSet kernels) {
    kernels.use();
    for (Case one : Case.values()) {
      for (MemoryOrder order : MemoryOrder.values()) {
        INDArray x = order.lay(one.predictions(3, 5, 4, 7));
        INDArray y = positive(0.2, 0.8, 3, 5, 4, 7);
        List<Tensor> exact = gradients(one, Tensor.wrap(x), Tensor.wrap(y));
        List<Tensor> rounded =
            gradients(
                one,
                Tensor.wrap(order.lay(x.castTo(DataType.FLOAT))),
                Tensor.wrap(y.castTo(DataType.FLOAT)));
        for (int i = 0; i < 4; i++) {
          assertThat(rounded.get(i).to(DataType.DOUBLE)).within(1e-5).isCloseTo(exact.get(i));
        }
      }
    }
  }

  /** Of losses with weights, then of a sum. */
  private static List<Tensor> gradients(Case one, Tensor x, Tensor y) {
    x.requiresGrad(true);
    y.requiresGrad(true);
    Tensor weights = x.detach().sin();
    one.loss.each(x, y).times(weights).sum().backward();
    List<Tensor> of = List.of(x.grad(), y.grad());
    x.zeroGrad();
    y.zeroGrad();
    one.loss.sum(0.25, x, y).backward();
    return List.of(of.get(0), of.get(1), x.grad(), y.grad());
  }

  @ParameterizedTest
  @EnumSource(KernelSet.class)
  void edgesAreThoseOfTheFormulas(KernelSet kernels) {
    kernels.use();
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      check(
          Case.BCE,
          type,
          new double[] {0, 1, 0, 1, NAN},
          new double[] {0, 1, 1, 0, 0.5},
          new double[] {0, 0, 100, 100, NAN});
      check(
          Case.LOGITS,
          type,
          new double[] {1e4, -1e4, 1e4, -1e4, INF, INF, -INF, NAN},
          new double[] {1, 1, 0, 0, 0, 1, 1, 1},
          new double[] {0, 1e4, 1e4, 0, INF, NAN, INF, NAN});
      check(
          Case.HUBER,
          type,
          new double[] {INF, -INF, NAN, 1e30},
          new double[] {0, 0, 0, 0},
          new double[] {INF, INF, NAN, 3e29});
      check(
          Case.DIVERGENCE,
          type,
          new double[] {-1, -INF, -1, -1, -1, NAN, -2, -INF},
          new double[] {0, 0, -0.5, NAN, INF, 0.5, 1e33, 0.5},
          new double[] {0, NAN, NAN, NAN, INF, NAN, 1e33 * (Math.log(1e33) + 2), INF});
      check(
          Case.LOG_DIVERGENCE,
          type,
          new double[] {-1, -1, -INF, NAN, -1, 2},
          new double[] {-INF, INF, -1, -1, NAN, -2000},
          new double[] {NAN, INF, INF, NAN, NAN, 0});
      check(
          Case.ABSOLUTE,
          type,
          new double[] {INF, -INF, NAN, 2},
          new double[] {0, 0, 0, 2},
          new double[] {INF, INF, NAN, 0});
    }
  }

  private static void check(Case one, DataType type, double[] x, double[] y, double... expected) {
    double[] actual =
        one.loss.each(Tensor.of(x, x.length).to(type), Tensor.of(y, y.length).to(type)).toDoubles();
    for (int i = 0; i < expected.length; i++) {
      double room = Double.isFinite(expected[i]) ? 1e-5 * Math.abs(expected[i]) : 0;
      assertThat(actual[i])
          .as("%s of %s and %s in %s", one, x[i], y[i], type)
          .isEqualTo(expected[i], within(room));
    }
  }

  @Test
  void equalValuesHaveNoGradientAndFarOnesALimitedOne() {
    Tensor x = Tensor.of(new double[] {1, 2, -7}, 3).requiresGrad(true);
    Tensor y = Tensor.of(new double[] {1, 2, 3}, 3);
    ElementwiseLoss.absolute().sum(1, x, y).backward();
    assertThat(x.grad()).hasValues(0, 0, -1);
    x.zeroGrad();
    ElementwiseLoss.huber(0.5).sum(1, x, y).backward();
    assertThat(x.grad()).hasValues(0, 0, -0.5);
  }

  @ParameterizedTest
  @EnumSource(KernelSet.class)
  void theGradientOfADivergenceAtItsEdgesIsThatOfTheFormula(KernelSet kernels) {
    kernels.use();
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Tensor x = Tensor.of(new double[] {-1, -2, -1, NAN, -INF}, 5).to(type).requiresGrad(true);
      Tensor y = Tensor.of(new double[] {0, 1e33, -0.5, 1, 1}, 5).to(type).requiresGrad(true);

      ElementwiseLoss.klDivergence().sum(1, x, y).backward();

      assertThat(x.grad().div(y.detach().abs().clamp(1, INF))).hasValues(0, -1, 0.5, -1, -1);
      assertThat(y.grad()).hasValues(1, 3 + Math.log(1e33), NAN, NAN, INF);
    }
  }

  @Test
  void ofNothingTheSumIs0() {
    Tensor none = Tensor.zeros(0, 3).requiresGrad(true);
    Tensor sum = ElementwiseLoss.squared().sum(1, none, Tensor.zeros(0, 3));
    assertThat(sum.item()).isZero();
    sum.backward();
    assertThat(none.grad()).hasShape(0, 3);
    assertThat(ElementwiseLoss.squared().each(none, none)).hasShape(0, 3);
  }

  @Test
  void wholeNumbersMayBeTargetsButNoTruthValues() {
    Tensor x = Tensor.ones(2);
    assertThat(ElementwiseLoss.squared().each(x, Tensor.of(3, 4)).toDoubles())
        .containsExactly(4, 9);
    assertThatThrownBy(() -> ElementwiseLoss.squared().each(x, x.gt(0)))
        .hasMessageContaining("a loss wants numbers, not truth values");
  }

  @Test
  void bitsAreTheSameWithAnyNumberOfThreads() throws Exception {
    Tensor x = Tensor.randn(70_001);
    Tensor y = Tensor.randn(70_001);
    double[] sums = new double[8];
    Thread[] threads = new Thread[sums.length];
    for (int i = 0; i < threads.length; i++) {
      int at = i;
      threads[i] = new Thread(() -> sums[at] = ElementwiseLoss.huber(1).sum(1, x, y).item());
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(Arrays.stream(sums).distinct().count()).isEqualTo(1);
  }
}
