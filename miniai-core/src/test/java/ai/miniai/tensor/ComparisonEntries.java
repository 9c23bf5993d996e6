package ai.miniai.tensor;

import static ai.miniai.tensor.ElementAndReductionEntries.binary;
import static ai.miniai.tensor.ElementAndReductionEntries.broadcastable;
import static ai.miniai.tensor.ElementAndReductionEntries.unary;
import static ai.miniai.tensor.ElementAndReductionEntries.withNumber;
import static ai.miniai.tensor.TensorFunction.add;

import ai.miniai.array.Shapes;
import ai.miniai.tensor.TensorFunction.Call;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** Adds {@link ComparisonFunctions} and {@link Tensor#where} to {@link TensorFunction#all}. */
final class ComparisonEntries {
  /** Added to numbers to compare with, so that float32 does not decide what is equal. */
  private static final double ODD = 0.0371;

  private ComparisonEntries() {}

  private interface OfTwo {
    Tensor apply(Tensor a, Tensor b);
  }

  private interface OfNumber {
    Tensor apply(Tensor a, double b);
  }

  static void addAll() {
    both("eq", Tensor::eq, Tensor::eq, (a, b) -> a == b ? 1 : 0);
    both("ne", Tensor::ne, Tensor::ne, (a, b) -> a != b ? 1 : 0);
    both("lt", Tensor::lt, Tensor::lt, (a, b) -> a < b ? 1 : 0);
    both("le", Tensor::le, Tensor::le, (a, b) -> a <= b ? 1 : 0);
    both("gt", Tensor::gt, Tensor::gt, (a, b) -> a > b ? 1 : 0);
    both("ge", Tensor::ge, Tensor::ge, (a, b) -> a >= b ? 1 : 0);
    logical("logicalAnd(Tensor)", Tensor::logicalAnd, (a, b) -> a != 0 && b > 0 ? 1 : 0);
    logical("logicalOr(Tensor)", Tensor::logicalOr, (a, b) -> a != 0 || b > 0 ? 1 : 0);
    logical("logicalXor(Tensor)", Tensor::logicalXor, (a, b) -> a != 0 ^ b > 0 ? 1 : 0);
    unary("logicalNot()", (x, n) -> x.get(0).logicalNot(), a -> a == 0 ? 1 : 0);
    binary("minimum(Tensor)", (x, n) -> x.get(0).minimum(x.get(1)), Math::min);
    binary("maximum(Tensor)", (x, n) -> x.get(0).maximum(x.get(1)), Math::max);
    binary(
        "maskedFill(Tensor,double)",
        (x, n) -> x.get(0).maskedFill(x.get(1).gt(0.5), -1.5),
        (a, b) -> b > 0.5 ? -1.5 : a);
    add(
        "where(Tensor,Tensor,Tensor)",
        (random, shape) ->
            Call.of().with(broadcastable(random, shape), broadcastable(random, shape)),
        (x, n) -> Tensor.where(x.get(1).le(0.5), x.get(0), x.get(2)),
        (x, n) -> {
          long[] shape = {};
          for (NaiveArray a : x) {
            shape = Shapes.broadcast(shape, Arrays.stream(a.shape()).asLongStream().toArray());
          }
          return NaiveArray.make(
              Arrays.stream(shape).mapToInt(Math::toIntExact).toArray(),
              at -> x.get(x.get(1).at(at) <= 0.5 ? 0 : 2).at(at));
        });
  }

  private static void both(
      String name, OfTwo tensors, OfNumber number, DoubleBinaryOperator naive) {
    binary(name + "(Tensor)", (x, n) -> tensors.apply(x.get(0), x.get(1)), naive);
    withNumber(
        name + "(double)",
        (x, n) -> number.apply(x.get(0), n[0] + ODD),
        (a, b) -> naive.applyAsDouble(a, b + ODD));
  }

  private static void logical(String name, OfTwo body, DoubleBinaryOperator naive) {
    binary(name, (x, n) -> body.apply(x.get(0), x.get(1).gt(0L)), naive);
  }
}
