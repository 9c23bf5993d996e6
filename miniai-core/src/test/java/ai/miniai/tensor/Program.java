package ai.miniai.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** A computation with tensors: inputs, and functions of them and of what was computed before. */
record Program(List<Input> inputs, List<Step> steps, MemoryOrder gradientOrder) {
  /** What an input's values are like. */
  enum Kind {
    NORMAL,
    WITH_NON_FINITE,
    SMALL_INDICES
  }

  /** Values are drawn anew from the seed, so that a smaller shape keeps the program's sense. */
  record Input(Kind kind, long seed, MemoryOrder order, long... shape) {
    double[] values() {
      Random random = new Random(seed);
      int length = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
      double[] values = new double[length];
      for (int i = 0; i < length; i++) {
        values[i] = kind == Kind.SMALL_INDICES ? random.nextInt(3) : (float) random.nextGaussian();
      }
      if (kind == Kind.WITH_NON_FINITE && length > 0) {
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int i = 0; i <= random.nextInt(2); i++) {
          values[random.nextInt(length)] = odd[random.nextInt(odd.length)];
        }
      }
      return values;
    }

    Tensor tensor(DataType type) {
      Tensor plain = Tensor.of(values(), shape);
      return kind == Kind.SMALL_INDICES
          ? Tensor.wrap(order.lay(plain.to(DataType.INT64).array()))
          : Tensor.wrap(order.lay(plain.to(type).array())).requiresGrad(true);
    }

    @Override
    public String toString() {
      return kind + " " + Arrays.toString(shape) + " lying " + order + ", seed " + seed;
    }
  }

  /** A function of inputs (0, 1, …) and of the results of steps before (−1, −2, …). */
  record Step(String function, List<Integer> operands, double... numbers) {
    @Override
    public String toString() {
      String of =
          operands.stream()
              .map(o -> o >= 0 ? "input " + o : "step " + (-o - 1))
              .collect(Collectors.joining(", "));
      return function + " of " + of + " with " + Arrays.toString(numbers);
    }
  }

  /** What came of it: the operands and the result of each step, and the gradients of the inputs. */
  record Run(List<List<Tensor>> operands, List<Tensor> results, List<@Nullable Tensor> gradients) {
    Tensor last() {
      return results.get(results.size() - 1);
    }
  }

  Run run(DataType type, @Nullable Random jitter) {
    List<Tensor> leaves = inputs.stream().map(input -> input.tensor(type)).toList();
    List<Tensor> given = leaves.stream().map(leaf -> jittered(leaf, jitter)).toList();
    List<List<Tensor>> operands = new ArrayList<>();
    List<Tensor> results = new ArrayList<>();
    for (Step step : steps) {
      List<Tensor> of =
          step.operands.stream().map(o -> o >= 0 ? given.get(o) : results.get(-o - 1)).toList();
      operands.add(of);
      results.add(jittered(TensorFunction.named(step.function).apply(of, step.numbers), jitter));
    }
    Tensor last = results.get(results.size() - 1);
    if (last.requiresGrad()) {
      Tensor seed = Tensor.of(seed(last.shape()), last.shape()).to(last.dataType());
      last.backward(Tensor.wrap(gradientOrder.lay(seed.array())));
    }
    return new Run(operands, results, leaves.stream().map(Tensor::grad).toList());
  }

  /** The last result in float64 if one value of an input were so much more. */
  Tensor moved(int input, int at, double by) {
    List<Tensor> leaves = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      double[] values = inputs.get(i).values();
      if (i == input) {
        values[at] += by;
      }
      Tensor plain = Tensor.of(values, inputs.get(i).shape());
      leaves.add(inputs.get(i).kind == Kind.SMALL_INDICES ? plain.to(DataType.INT64) : plain);
    }
    List<Tensor> results = new ArrayList<>();
    for (Step step : steps) {
      List<Tensor> of =
          step.operands.stream().map(o -> o >= 0 ? leaves.get(o) : results.get(-o - 1)).toList();
      results.add(TensorFunction.named(step.function).apply(of, step.numbers));
    }
    return results.get(results.size() - 1);
  }

  /** The gradient of something with respect to the last result. */
  static double[] seed(long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return new Random(17).doubles(length, 0.5, 1.5).map(v -> (float) v).toArray();
  }

  private static Tensor jittered(Tensor x, @Nullable Random random) {
    return random != null && x.dataType().isFPType() ? new Jitter(random).apply(x) : x;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < inputs.size(); i++) {
      text.append("  input ").append(i).append(": ").append(inputs.get(i)).append('\n');
    }
    for (int i = 0; i < steps.size(); i++) {
      text.append("  step ").append(i).append(": ").append(steps.get(i)).append('\n');
    }
    return text + "  gradient lying " + gradientOrder;
  }
}
