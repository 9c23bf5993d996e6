package ai.miniai.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The public functions of tensors, for programs made at random: how to choose their arguments, how
 * to call them, and (where that is easy) a plain loop that computes the same.
 */
record TensorFunction(Chooser chooser, Body body, @Nullable Naive naive) {
  /** The numbers to call with, and the shapes of the operands beside the first. */
  record Call(double[] numbers, List<long[]> shapes, boolean indices) {
    static Call of(double... numbers) {
      return new Call(numbers, List.of(), false);
    }

    Call with(long[]... others) {
      return new Call(numbers, List.of(others), false);
    }
  }

  /** Chooses arguments for a first operand of this shape, or null if there are none. */
  @FunctionalInterface
  interface Chooser {
    @Nullable Call choose(Random random, long... shape);
  }

  /** Calls the function. */
  @FunctionalInterface
  interface Body {
    Tensor apply(List<Tensor> operands, double... numbers);
  }

  /** Computes the same in plain loops. */
  @FunctionalInterface
  interface Naive {
    NaiveArray apply(List<NaiveArray> operands, double... numbers);
  }

  private static final Map<String, TensorFunction> ALL = new TreeMap<>();

  static {
    ElementAndReductionEntries.addAll();
    ComparisonEntries.addAll();
    VectorEntries.addAll();
    ShapeEntries.addAll();
    ArrangementEntries.addAll();
    IndexEntries.addAll();
    LayerEntries.addAll();
    ImageEntries.addAll();
  }

  static Map<String, TensorFunction> all() {
    return ALL;
  }

  static TensorFunction named(String name) {
    TensorFunction function = ALL.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    return function;
  }

  Tensor apply(List<Tensor> operands, double... numbers) {
    return body.apply(operands, numbers);
  }

  // ---------------------------------------------------------------- for the entries

  static void add(String name, Chooser chooser, Body body, @Nullable Naive naive) {
    ALL.put(name, new TensorFunction(chooser, body, naive));
  }

  static int dim(Random random, int rank) {
    return random.nextInt(2 * rank) - rank;
  }

  static double[] dims(Random random, int rank) {
    return IntStream.range(0, rank)
        .filter(d -> random.nextInt(3) == 0)
        .mapToDouble(d -> random.nextBoolean() ? d : d - rank)
        .toArray();
  }

  static int[] ints(double... numbers) {
    return Arrays.stream(numbers).mapToInt(v -> (int) v).toArray();
  }
}
