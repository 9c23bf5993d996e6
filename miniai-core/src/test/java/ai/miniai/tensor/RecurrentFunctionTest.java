package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.values;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.kernels.KernelChoice;
import ai.miniai.tensor.RecurrentFunction.Result;
import ai.miniai.tensor.RecurrentFunction.State;
import ai.miniai.tensor.RecurrentFunction.Weights;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Recurrent layers with each set of kernels. */
class RecurrentFunctionTest {
  private static final ImmutableIntArray LENGTHS = ImmutableIntArray.of(2, 3, 1);

  @AfterEach
  void chosenKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  /**
   * A layer.
   *
   * @param lengths null for none
   */
  private record Setup(
      RecurrentFunction function,
      int batch,
      int time,
      int in,
      int hidden,
      boolean bias,
      boolean reverse,
      @Nullable ImmutableIntArray lengths) {

    /** x, the weights, the state, the biases. */
    INDArray[] inputs() {
      long rows = (long) function.gates() * hidden;
      List<INDArray> all = new ArrayList<>();
      all.add(values(0.1, 1, batch, time, in));
      all.add(values(0.1, 1, rows, in).divi(Math.sqrt(in)));
      all.add(values(0.1, 1, rows, hidden).divi(Math.sqrt(hidden)));
      all.add(values(0.05, 0.9, batch, hidden));
      if (function.hasMemory()) {
        all.add(values(0.15, 0.8, batch, hidden));
      }
      if (bias) {
        all.add(values(0.1, 0.6, rows));
        all.add(values(0.2, 0.5, rows));
      }
      return all.toArray(new INDArray[0]);
    }

    Result run(List<Tensor> x) {
      int biases = function.hasMemory() ? 5 : 4;
      return function.run(
          x.get(0),
          new Weights(x.get(1), x.get(2), x.subList(biases, x.size())),
          new State(x.get(3), function.hasMemory() ? x.get(4) : null),
          reverse,
          lengths);
    }

    /** All results in one vector. */
    Tensor joined(List<Tensor> x) {
      Result result = run(x);
      Tensor output = result.output().reshape(-1);
      Tensor h = result.end().h().reshape(-1);
      Tensor c = result.end().c();
      return c == null ? Tensor.concat(0, output, h) : Tensor.concat(0, output, h, c.reshape(-1));
    }

    /** The results, and the gradients of all inputs. */
    List<Tensor> all(DataType kind) {
      List<Tensor> x =
          Arrays.stream(inputs())
              .map(input -> Tensor.wrap(input.castTo(kind)).requiresGrad(true))
              .toList();
      Tensor joined = joined(x);
      joined.backward(Tensor.wrap(values(0.1, 1, joined.length()).castTo(kind)));
      return Stream.concat(Stream.of(joined), x.stream().map(Tensor::grad)).toList();
    }
  }

  /** No more than one part, several, one of each, and an odd number of everything. */
  static Stream<Arguments> setups() {
    return Arrays.stream(KernelSet.values())
        .flatMap(
            kernels ->
                Arrays.stream(RecurrentFunction.values())
                    .flatMap(
                        function ->
                            Stream.of(
                                    new Setup(function, 3, 4, 5, 6, true, false, LENGTHS),
                                    new Setup(function, 1, 1, 1, 1, true, false, null),
                                    new Setup(function, 1, 7, 3, 1, false, true, null),
                                    new Setup(function, 70, 6, 9, 33, true, true, many(70, 6)),
                                    new Setup(function, 53, 1, 4, 40, true, false, null),
                                    new Setup(function, 64, 5, 16, 64, true, false, null))
                                .map(setup -> Arguments.of(kernels, setup))));
  }

  private static ImmutableIntArray many(int batch, int time) {
    return ImmutableIntArray.copyOf(new Random(3).ints(batch, 1, time + 1));
  }

  @ParameterizedTest
  @MethodSource("setups")
  void float32IsLikeFloat64(KernelSet kernels, Setup setup) {
    // GIVEN
    List<Tensor> expected = setup.all(DataType.DOUBLE);
    kernels.use();
    // WHEN
    List<Tensor> actual = setup.all(DataType.FLOAT);
    // THEN
    for (int i = 0; i < expected.size(); i++) {
      double largest = Math.max(1, expected.get(i).abs().max().item());
      assertThat(actual.get(i).to(DataType.DOUBLE).div(largest))
          .as("result %s", i)
          .within(2e-6)
          .isCloseTo(expected.get(i).div(largest));
    }
  }

  @ParameterizedTest
  @EnumSource(RecurrentFunction.class)
  void gradientsAreThoseOfDifferences(RecurrentFunction function) {
    Setup ahead = new Setup(function, 1, 2, 2, 2, true, false, null);
    GradientCheck.check(ahead::joined, ahead.inputs());
    Setup back = new Setup(function, 2, 3, 2, 2, true, true, ImmutableIntArray.of(2, 3));
    for (MemoryOrder order : MemoryOrder.values()) {
      GradientCheck.check(order, back::joined, back.inputs());
    }
  }

  /** A sequence that ends early is like one that is that short, and others do not touch it. */
  @ParameterizedTest
  @EnumSource(KernelSet.class)
  void whatLiesBehindTheEndDoesNotCount(KernelSet kernels) {
    kernels.use();
    for (RecurrentFunction function : RecurrentFunction.values()) {
      for (boolean reverse : new boolean[] {false, true}) {
        // GIVEN
        Setup whole = new Setup(function, 2, 5, 3, 4, true, reverse, ImmutableIntArray.of(3, 5));
        List<Tensor> x =
            Arrays.stream(whole.inputs()).map(a -> Tensor.wrap(a.castTo(DataType.FLOAT))).toList();
        Setup cut = new Setup(function, 1, 3, 3, 4, true, reverse, null);
        List<Tensor> first = new ArrayList<>(x);
        first.set(0, x.get(0).slice(0, 0, 1).slice(1, 0, 3));
        for (int i = 3; i < (function.hasMemory() ? 5 : 4); i++) {
          first.set(i, x.get(i).slice(0, 0, 1));
        }
        // WHEN
        Result result = whole.run(x);
        Result alone = cut.run(first);
        // THEN
        Tensor output = result.output().slice(0, 0, 1);
        assertThat(output.slice(1, 0, 3)).isCloseTo(alone.output());
        assertThat(output.slice(1, 3, 5)).hasValues(new double[2 * 4]);
        assertThat(result.end().h().slice(0, 0, 1)).isCloseTo(alone.end().h());
      }
    }
  }

  /** In its own sequence from its step on, and nowhere else. */
  @ParameterizedTest
  @EnumSource(KernelSet.class)
  void nanStaysNan(KernelSet kernels) {
    kernels.use();
    for (RecurrentFunction function : RecurrentFunction.values()) {
      // GIVEN
      Setup setup = new Setup(function, 40, 4, 3, 5, true, false, null);
      INDArray[] inputs = setup.inputs();
      inputs[0].putScalar(new int[] {7, 2, 1}, Double.NaN);
      List<Tensor> x =
          Arrays.stream(inputs)
              .map(a -> Tensor.wrap(a.castTo(DataType.FLOAT)).requiresGrad(true))
              .toList();
      // WHEN
      Result result = setup.run(x);
      result.output().sum().backward();
      // THEN
      double[] output = result.output().toDoubles();
      for (int i = 0; i < output.length; i++) {
        boolean from = i / 20 == 7 && i % 20 >= 10;
        assertThat(Double.isNaN(output[i])).as("%s at %s", function, i).isEqualTo(from);
      }
      double[] forX = x.get(0).grad().toDoubles();
      for (int i = 0; i < forX.length; i++) {
        boolean same = i / 12 == 7;
        if (!same || function != RecurrentFunction.RNN_RELU) { // which passes gradients unchanged
          assertThat(Double.isNaN(forX[i])).as("%s at %s", function, i).isEqualTo(same);
        }
      }
      assertThat(x.get(1).grad().toDoubles()).contains(Double.NaN);
    }
  }

  @Test
  void twoThreadsDoNotDisturbEachOther() throws Exception {
    // GIVEN
    Setup setup = new Setup(RecurrentFunction.LSTM, 64, 20, 32, 48, true, false, many(64, 20));
    List<Tensor> expected = setup.all(DataType.FLOAT);
    Callable<List<List<Tensor>>> often =
        () -> {
          List<List<Tensor>> results = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            results.add(setup.all(DataType.FLOAT));
          }
          return results;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    // WHEN
    try {
      List<Future<List<List<Tensor>>>> both = threads.invokeAll(List.of(often, often));
      // THEN
      for (Future<List<List<Tensor>>> one : both) {
        for (List<Tensor> results : one.get()) {
          for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i)).isIdenticalTo(expected.get(i));
          }
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void halfPrecisionIsComputedInFloat32() {
    // GIVEN
    Setup setup = new Setup(RecurrentFunction.GRU, 2, 3, 4, 5, true, false, null);
    // WHEN
    List<Tensor> half = setup.all(DataType.FLOAT16);
    // THEN
    List<Tensor> exact = setup.all(DataType.DOUBLE);
    for (int i = 0; i < half.size(); i++) {
      assertThat(half.get(i)).hasType(DataType.FLOAT16);
      assertThat(half.get(i).to(DataType.DOUBLE)).within(5e-3).isCloseTo(exact.get(i));
    }
  }

  @Test
  void aBatchWithoutSequencesHasAnEmptyOutput() {
    // GIVEN
    Setup setup = new Setup(RecurrentFunction.LSTM, 2, 3, 4, 5, true, false, null);
    List<Tensor> x = new ArrayList<>(Arrays.stream(setup.inputs()).map(Tensor::wrap).toList());
    for (int i : new int[] {0, 3, 4}) {
      x.set(i, x.get(i).slice(0, 0, 0));
    }
    x.get(1).requiresGrad(true);
    // WHEN
    Result result = setup.run(x);
    result.output().sum().backward();
    // THEN
    assertThat(result.output()).hasShape(0, 3, 5);
    assertThat(result.end().h()).hasShape(0, 5);
    assertThat(x.get(1).grad()).hasValues(new double[20 * 4]);
  }

  @Test
  void inputsOfDifferentTypesAreRefused() {
    // GIVEN
    Setup setup = new Setup(RecurrentFunction.GRU, 2, 3, 4, 5, false, false, null);
    List<Tensor> x = new ArrayList<>(Arrays.stream(setup.inputs()).map(Tensor::wrap).toList());
    x.set(0, x.get(0).to(DataType.FLOAT));
    // THEN
    assertThatThrownBy(() -> setup.run(x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLOAT");
  }
}
