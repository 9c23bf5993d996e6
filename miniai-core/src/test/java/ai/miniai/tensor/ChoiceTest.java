package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.kernels.KernelChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Choices between two tensors with all kernels: of arrays that several threads share, of parts of
 * arrays, with NaN, infinities and zeros of both signs on all sides.
 */
class ChoiceTest {
  private static final double[] EDGES = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, 1, -1, 1e-44, 3e38
  };

  private static final int LENGTH = 70_001;
  private static final List<DataType> TYPES = List.of(DataType.FLOAT, DataType.DOUBLE);

  @AfterEach
  void chosenKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  /** Edges in an order that brings each beside each, if {@code period} differs from 1. */
  private static Tensor edges(DataType type, int period) {
    return Tensor.of(
            IntStream.range(0, LENGTH + 3)
                .mapToDouble(i -> EDGES[i / period % EDGES.length])
                .toArray(),
            LENGTH + 3)
        .to(type);
  }

  /** A view that begins within the array. */
  private static Tensor part(Tensor x) {
    return x.slice(0, 3, LENGTH + 3);
  }

  /** Equal or both NaN; zeros of both signs are equal. */
  private static void check(Tensor actual, IntToDoubleFunction expected) {
    double[] values = actual.toDoubles();
    double room = actual.dataType() == DataType.FLOAT ? Float.MIN_VALUE : 0; // half of 10⁻⁴⁴
    for (int i = 0; i < LENGTH; i++) {
      double wanted = expected.applyAsDouble(i);
      boolean right =
          Double.isFinite(wanted)
              ? Math.abs(values[i] - wanted) <= room
              : Double.compare(values[i], wanted) == 0;
      assertThat(right).as("%s instead of %s at %s", values[i], wanted, i).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereTakesWhatIsChosenForwardAndBackward(KernelSet kernels) {
    kernels.use();
    for (DataType type : TYPES) {
      Tensor a = edges(type, 1).requiresGrad(true);
      Tensor b = edges(type, EDGES.length).requiresGrad(true);
      Tensor condition = part(edges(type, 2)).gt(0);
      double[] truths = condition.toDoubles();
      double[] behind = part(edges(type, 4)).toDoubles();

      Tensor chosen = Tensor.where(condition, part(a), part(b));
      chosen.backward(part(edges(type, 4)));

      double[] x = part(a).toDoubles();
      double[] y = part(b).toDoubles();
      check(chosen, i -> truths[i] == 1 ? x[i] : y[i]);
      check(part(a.grad()), i -> truths[i] == 1 ? behind[i] : 0);
      check(part(b.grad()), i -> truths[i] == 1 ? 0 : behind[i]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneElementStandsForAll(KernelSet kernels) {
    kernels.use();
    for (DataType type : TYPES) {
      Tensor x = Tensor.ones(300, 100).to(type).requiresGrad(true);
      Tensor one = Tensor.full(7, 1, 1).to(type).requiresGrad(true);
      Tensor column = Tensor.arange(300).reshape(300, 1).lt(10);

      Tensor filled = Tensor.where(column, one, x);
      filled.sum().backward();

      assertThat(filled.sum()).hasValues(10 * 100 * 7 + 290 * 100);
      assertThat(one.grad()).hasShape(1, 1).hasValues(1000);
      assertThat(x.grad().sum(1).slice(0, 8, 12)).hasValues(0, 0, 100, 100);
      assertThat(x.maskedFill(column, -1).sum()).hasValues(-1000 + 290 * 100);
    }
  }

  @ParameterizedTest
  @EnumSource
  void conditionsMayBeParts(KernelSet kernels) {
    kernels.use();
    Tensor numbers = Tensor.arange(12).reshape(3, 4);
    Tensor odd = numbers.eq(1).logicalOr(numbers.eq(7)).logicalOr(numbers.eq(10));

    Tensor filled = Tensor.zeros(2, 4).maskedFill(odd.slice(0, 1, 3), 1);

    assertThat(filled).hasValues(0, 0, 0, 1, 0, 0, 1, 0);
    assertThat(Tensor.zeros(4, 3).maskedFill(odd.transpose(0, 1), 1))
        .hasValues(0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0);
  }

  @ParameterizedTest
  @EnumSource
  void extremesAndTheirGradientsAreThoseOfTheRules(KernelSet kernels) {
    kernels.use();
    for (DataType type : TYPES) {
      for (boolean larger : new boolean[] {true, false}) {
        for (int period : new int[] {1, EDGES.length * EDGES.length}) {
          checkExtremum(type, larger, period);
        }
      }
    }
  }

  private static void checkExtremum(DataType type, boolean larger, int period) {
    Tensor a = edges(type, 1).requiresGrad(true);
    Tensor b = edges(type, EDGES.length).requiresGrad(true);
    Tensor gradient = part(edges(type, period));
    double[] x = part(a).toDoubles();
    double[] y = part(b).toDoubles();
    double[] behind = gradient.toDoubles();

    Tensor extremum = larger ? part(a).maximum(part(b)) : part(a).minimum(part(b));
    extremum.backward(gradient);

    check(extremum, i -> larger ? Math.max(x[i], y[i]) : Math.min(x[i], y[i]));
    check(part(a.grad()), i -> share(larger, x[i], y[i], behind[i]));
    check(part(b.grad()), i -> share(larger, y[i], x[i], behind[i]));
  }

  private static double share(boolean larger, double x, double other, double gradient) {
    boolean loses = larger ? x < other : x > other;
    return loses ? 0 : x == other ? gradient / 2 : gradient;
  }

  @Test
  void aConditionMustNotChangeBeforeTheBackwardPass() {
    Tensor x = Tensor.ones(3).requiresGrad(true);
    Tensor condition = Tensor.of(1, 0, 1).gt(0);
    Tensor sum = Tensor.where(condition, x, x.times(2)).sum();

    condition.update(flags -> flags.assign(true));

    assertThatThrownBy(sum::backward).hasMessageContaining("was changed in place");
  }

  @Test
  void anyThreadGetsTheSameBits() throws Exception {
    Tensor a = Tensor.randn(LENGTH);
    Tensor b = Tensor.randn(LENGTH);
    double[] expected = Tensor.where(a.gt(0), a.maximum(b), b).toDoubles();
    List<Thread> threads = new ArrayList<>();
    boolean[] same = new boolean[4];
    for (int i = 0; i < same.length; i++) {
      int at = i;
      threads.add(
          new Thread(
              () ->
                  same[at] =
                      Arrays.equals(expected, Tensor.where(a.gt(0), a.maximum(b), b).toDoubles())));
      threads.get(i).start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(same).containsOnly(true);
  }
}
